package org.chroma.shell.internal;

import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.chroma.core.Preview;
import org.chroma.core.StateManager;
import org.jspecify.annotations.Nullable;

/** {@code chroma:set-state}: asks for a state of an object. */
@Service
@Command(
        scope = "chroma",
        name = "set-state",
        description = "asks for a state of an object, or shows what that would do")
public final class SetStateCommand implements Action {
    @Reference
    StateManager manager;

    @Argument(index = 0, name = "object", required = true, description = "for example target/4")
    @Completion(ObjectCompleter.class)
    String object;

    @Argument(index = 1, name = "state", required = true, description = "for example mounted")
    String state;

    @Option(name = "--dry-run", description = "only show what would happen")
    boolean dryRun;

    @Override
    public @Nullable Object execute() {
        List<StateManager.Wanted> wanted = List.of(new StateManager.Wanted(Words.object(object), state));
        if (dryRun) {
            List<Preview.PlannedJob> jobs = manager.preview(wanted).jobs();
            jobs.forEach(job -> System.out.println("  " + job.description()));
            if (jobs.isEmpty()) {
                System.out.println("Nothing to do");
            }
            return null;
        }
        System.out.println(manager.setStates(wanted, "console")
                .map(command -> "Command " + command.id() + ": " + command.message())
                .orElse("Nothing to do"));
        return null;
    }
}
