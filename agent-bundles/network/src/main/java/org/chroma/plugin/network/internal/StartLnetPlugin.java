package org.chroma.plugin.network.internal;

import java.io.IOException;
import org.chroma.model.action.StartLnet;
import org.chroma.spi.ActionContext;
import org.chroma.spi.ActionPlugin;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/** Brings LNet up. */
@Component
public final class StartLnetPlugin implements ActionPlugin<StartLnet, Void> {
    @Override
    public Class<StartLnet> action() {
        return StartLnet.class;
    }

    @Override
    public @Nullable Void run(StartLnet action, ActionContext context) throws IOException, InterruptedException {
        new Lnet(context.machine()).start();
        return null;
    }
}
