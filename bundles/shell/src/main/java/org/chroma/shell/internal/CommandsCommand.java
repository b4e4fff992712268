package org.chroma.shell.internal;

import java.util.ArrayList;
import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.chroma.core.ClusterView;
import org.jspecify.annotations.Nullable;

/** {@code chroma:commands}: lists the newest commands. */
@Service
@Command(scope = "chroma", name = "commands", description = "lists the newest commands and how they ended")
public final class CommandsCommand implements Action {
    @Reference
    ClusterView view;

    @Option(name = "-n", aliases = "--number", description = "how many")
    int number = 20;

    @Override
    public @Nullable Object execute() {
        ConsoleList list = new ConsoleList("No commands", "id", "created", "user", "result", "message");
        List<org.chroma.core.Command> commands = new ArrayList<>(view.commands());
        for (org.chroma.core.Command command :
                commands.subList(Math.max(0, commands.size() - number), commands.size())) {
            list.add(command.id(), command.createdAt(), command.user(), result(command), command.message());
        }
        list.print();
        return null;
    }

    static String result(org.chroma.core.Command command) {
        return switch (command.outcome()) {
            case UNFINISHED -> "running";
            case SUCCEEDED -> "succeeded";
            case FAILED -> "failed";
            case CANCELLED -> "cancelled";
        };
    }
}
