package org.chroma.plugin.network.internal;

import java.io.IOException;
import org.chroma.model.action.LoadLnet;
import org.chroma.spi.ActionContext;
import org.chroma.spi.ActionPlugin;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/** Loads LNet's and Lustre's kernel modules. */
@Component
public final class LoadLnetPlugin implements ActionPlugin<LoadLnet, Void> {
    @Override
    public Class<LoadLnet> action() {
        return LoadLnet.class;
    }

    @Override
    public @Nullable Void run(LoadLnet action, ActionContext context) throws IOException, InterruptedException {
        new Lnet(context.machine()).load();
        return null;
    }
}
