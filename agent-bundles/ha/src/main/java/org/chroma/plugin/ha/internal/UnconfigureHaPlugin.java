package org.chroma.plugin.ha.internal;

import java.io.IOException;
import org.chroma.model.action.UnconfigureHa;
import org.chroma.spi.ActionContext;
import org.chroma.spi.ActionPlugin;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/** Forgets a target on this server. */
@Component
public final class UnconfigureHaPlugin implements ActionPlugin<UnconfigureHa, Void> {
    @Override
    public Class<UnconfigureHa> action() {
        return UnconfigureHa.class;
    }

    @Override
    public @Nullable Void run(UnconfigureHa action, ActionContext context) throws IOException, InterruptedException {
        new Targets(context.machine(), Pause.REAL).unconfigure(action);
        return null;
    }
}
