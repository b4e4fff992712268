package org.chroma.plugin.network.internal;

import java.io.IOException;
import org.chroma.model.action.GetLnetState;
import org.chroma.model.action.LnetStatus;
import org.chroma.spi.ActionContext;
import org.chroma.spi.ActionPlugin;
import org.osgi.service.component.annotations.Component;

/** Tells whether LNet is loaded and up. */
@Component
public final class GetLnetStatePlugin implements ActionPlugin<GetLnetState, LnetStatus> {
    @Override
    public Class<GetLnetState> action() {
        return GetLnetState.class;
    }

    @Override
    public LnetStatus run(GetLnetState action, ActionContext context) throws IOException, InterruptedException {
        LnetScan scan = new Lnet(context.machine()).scan();
        return new LnetStatus(scan.loaded(), scan.up());
    }
}
