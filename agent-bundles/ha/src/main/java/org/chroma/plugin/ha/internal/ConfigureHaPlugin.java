package org.chroma.plugin.ha.internal;

import java.io.IOException;
import org.chroma.model.action.ConfigureHa;
import org.chroma.spi.ActionContext;
import org.chroma.spi.ActionPlugin;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/** Makes a target startable on this server. */
@Component
public final class ConfigureHaPlugin implements ActionPlugin<ConfigureHa, Void> {
    @Override
    public Class<ConfigureHa> action() {
        return ConfigureHa.class;
    }

    @Override
    public @Nullable Void run(ConfigureHa action, ActionContext context) throws IOException, InterruptedException {
        new Targets(context.machine(), Pause.REAL).configure(action);
        return null;
    }
}
