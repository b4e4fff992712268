package org.chroma.shell.internal;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.chroma.core.ClusterView;
import org.chroma.core.Job;
import org.chroma.core.StepResult;
import org.jspecify.annotations.Nullable;

/** {@code chroma:command}: shows a command with its jobs and steps. */
@Service
@Command(scope = "chroma", name = "command", description = "shows a command with its jobs and steps")
public final class CommandCommand implements Action {
    @Reference
    ClusterView view;

    @Argument(name = "number", required = true, description = "the command's number")
    @Completion(CommandCompleter.class)
    long number;

    @Option(name = "-c", aliases = "--console", description = "with the output of programs")
    boolean console;

    @Override
    public @Nullable Object execute() {
        org.chroma.core.Command command =
                view.command(number).orElseThrow(() -> new IllegalArgumentException("There is no command " + number));
        System.out.println(command.message() + ": " + CommandsCommand.result(command));
        for (long id : command.jobs()) {
            view.job(id).ifPresent(this::print);
        }
        return null;
    }

    private void print(Job job) {
        String waits = job.waitFor().isEmpty() || job.state().isDone() ? "" : " (waits for " + job.waitFor() + ")";
        System.out.printf("  %d %-9s %s%s%n", job.id(), Words.of(job.state()), job.description(), waits);
        if (!job.reason().isEmpty()) {
            System.out.println("      " + job.reason());
        }
        for (StepResult step : view.steps(job.id())) {
            System.out.printf(
                    "    %d/%d %-10s %s%n", step.index() + 1, step.count(), Words.of(step.state()), step.description());
            step.log().lines().forEach(line -> System.out.println("        " + line));
            if (console) {
                step.console().lines().forEach(line -> System.out.println("      | " + line));
            }
        }
    }
}
