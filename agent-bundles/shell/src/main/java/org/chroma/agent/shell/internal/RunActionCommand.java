package org.chroma.agent.shell.internal;

import java.nio.charset.StandardCharsets;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.chroma.protocol.ActionType;
import org.chroma.spi.ActionContext;
import org.chroma.spi.ActionPlugin;
import org.chroma.spi.Machine;
import org.chroma.spi.OutputListener;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;

/** {@code chroma:run-action}: runs an action on this server and shows its answer. */
@Service
@Command(scope = "chroma", name = "run-action", description = "runs an action on this server and shows its answer")
public final class RunActionCommand implements Action {
    @Reference
    BundleContext context;

    @Argument(index = 0, name = "action", required = true, description = "its name, for example mount-target")
    @Completion(ActionCompleter.class)
    String action;

    @Argument(index = 1, name = "arguments", description = "JSON, for example {\"uuid\": \"…\"}")
    String arguments = "{}";

    @Option(name = "--machine", description = "node name, if there are several machines here")
    @Nullable
    String machine;

    @Override
    public @Nullable Object execute() throws Exception {
        Whiteboard whiteboard = new Whiteboard(context);
        String answer = whiteboard.with(
                ActionPlugin.class,
                plugin -> org.chroma.spi.Action.nameOf(plugin.action()).equals(action),
                "There is no action " + action,
                plugin -> whiteboard.withMachine(machine, here -> run(plugin, here)));
        System.out.println(answer);
        return null;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // plugin and action type belong together
    private String run(ActionPlugin plugin, Machine here) throws Exception {
        ActionType type = ActionType.of(plugin.action());
        org.chroma.spi.Action<?> order =
                (org.chroma.spi.Action<?>) type.readArguments(arguments.getBytes(StandardCharsets.UTF_8));
        OutputListener console = line -> System.err.println("| " + line);
        Object answer = plugin.run(order, new ConsoleContext(here, console));
        return type.writeAnswer(answer).toPrettyString();
    }

    private record ConsoleContext(Machine machine, OutputListener console) implements ActionContext {}
}
