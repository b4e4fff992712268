package org.chroma.plugin.host.internal;

import java.io.IOException;
import org.chroma.model.action.ConfigureTimeSync;
import org.chroma.spi.ActionContext;
import org.chroma.spi.ActionPlugin;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/** Makes the server's clock follow a time server. */
@Component
public final class ConfigureTimeSyncPlugin implements ActionPlugin<ConfigureTimeSync, Void> {
    @Override
    public Class<ConfigureTimeSync> action() {
        return ConfigureTimeSync.class;
    }

    @Override
    public @Nullable Void run(ConfigureTimeSync action, ActionContext context)
            throws IOException, InterruptedException {
        String server = ServerName.checked(action.server());
        TimeService.of(context.machine())
                .orElseThrow(() -> new IOException("neither chrony nor systemd-timesyncd is installed on "
                        + context.machine().nodename()))
                .follow(context.machine(), server, duration -> Thread.sleep(duration.toMillis()));
        return null;
    }
}
