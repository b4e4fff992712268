package org.chroma.plugin.host.internal;

import java.io.IOException;
import java.util.Optional;
import org.chroma.model.action.UnconfigureTimeSync;
import org.chroma.spi.ActionContext;
import org.chroma.spi.ActionPlugin;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/** Gives the time service its own configuration back. */
@Component
public final class UnconfigureTimeSyncPlugin implements ActionPlugin<UnconfigureTimeSync, Void> {
    @Override
    public Class<UnconfigureTimeSync> action() {
        return UnconfigureTimeSync.class;
    }

    @Override
    public @Nullable Void run(UnconfigureTimeSync action, ActionContext context)
            throws IOException, InterruptedException {
        Optional<TimeService> service = TimeService.of(context.machine());
        if (service.isPresent()) {
            service.get().restore(context.machine());
        }
        return null;
    }
}
