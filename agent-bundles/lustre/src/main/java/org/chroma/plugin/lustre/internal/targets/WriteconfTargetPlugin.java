package org.chroma.plugin.lustre.internal.targets;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.chroma.model.action.WriteconfTarget;
import org.chroma.spi.ActionContext;
import org.chroma.spi.ActionPlugin;
import org.chroma.spi.OutputListener;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/** Rewrites the NIDs in an unmounted target and makes it register again. */
@Component
public final class WriteconfTargetPlugin implements ActionPlugin<WriteconfTarget, Void> {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @Override
    public Class<WriteconfTarget> action() {
        return WriteconfTarget.class;
    }

    @Override
    public @Nullable Void run(WriteconfTarget action, ActionContext context) throws IOException, InterruptedException {
        Device device = new Device(action.device());
        device.refuseMounted(context.machine());
        context.machine()
                .run(LIMIT, OutputListener.NONE, command(action, device))
                .expectSuccess();
        return null;
    }

    static List<String> command(WriteconfTarget action, Device device) {
        List<String> command = new ArrayList<>();
        command.add("tunefs.lustre");
        // It erases what stands before it on the line, too.
        command.add("--erase-params");
        command.addAll(NidGroups.of(action.mgsNids()).options("--mgsnode"));
        command.addAll(NidGroups.of(action.failoverNids()).options("--failnode"));
        command.add("--writeconf");
        command.add(device.path());
        return command;
    }
}
