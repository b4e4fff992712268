package org.chroma.plugin.host.internal;

import java.io.IOException;
import org.chroma.model.action.ConfigureLogForwarding;
import org.chroma.spi.ActionContext;
import org.chroma.spi.ActionPlugin;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/** Forwards the server's log. */
@Component
public final class ConfigureLogForwardingPlugin implements ActionPlugin<ConfigureLogForwarding, Void> {
    @Override
    public Class<ConfigureLogForwarding> action() {
        return ConfigureLogForwarding.class;
    }

    @Override
    public @Nullable Void run(ConfigureLogForwarding action, ActionContext context)
            throws IOException, InterruptedException {
        new LogForwarding(context.machine()).configure(action.server(), action.port());
        return null;
    }
}
