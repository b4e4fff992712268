package org.chroma.plugin.network.internal;

import java.io.IOException;
import org.chroma.model.action.UnloadLnet;
import org.chroma.spi.ActionContext;
import org.chroma.spi.ActionPlugin;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/** Unloads LNet's kernel modules after all that use them. */
@Component
public final class UnloadLnetPlugin implements ActionPlugin<UnloadLnet, Void> {
    @Override
    public Class<UnloadLnet> action() {
        return UnloadLnet.class;
    }

    @Override
    public @Nullable Void run(UnloadLnet action, ActionContext context) throws IOException, InterruptedException {
        new Lnet(context.machine()).unload();
        return null;
    }
}
