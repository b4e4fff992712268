package org.chroma.plugin.host.internal;

import java.io.IOException;
import org.chroma.model.action.UnconfigureLogForwarding;
import org.chroma.spi.ActionContext;
import org.chroma.spi.ActionPlugin;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/** Ends log forwarding. */
@Component
public final class UnconfigureLogForwardingPlugin implements ActionPlugin<UnconfigureLogForwarding, Void> {
    @Override
    public Class<UnconfigureLogForwarding> action() {
        return UnconfigureLogForwarding.class;
    }

    @Override
    public @Nullable Void run(UnconfigureLogForwarding action, ActionContext context)
            throws IOException, InterruptedException {
        new LogForwarding(context.machine()).unconfigure();
        return null;
    }
}
