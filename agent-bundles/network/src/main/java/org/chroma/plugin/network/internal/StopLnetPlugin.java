package org.chroma.plugin.network.internal;

import java.io.IOException;
import org.chroma.model.action.StopLnet;
import org.chroma.spi.ActionContext;
import org.chroma.spi.ActionPlugin;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/** Takes LNet down. */
@Component
public final class StopLnetPlugin implements ActionPlugin<StopLnet, Void> {
    @Override
    public Class<StopLnet> action() {
        return StopLnet.class;
    }

    @Override
    public @Nullable Void run(StopLnet action, ActionContext context) throws IOException, InterruptedException {
        new Lnet(context.machine()).stop();
        return null;
    }
}
