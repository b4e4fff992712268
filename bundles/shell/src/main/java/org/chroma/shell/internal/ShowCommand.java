package org.chroma.shell.internal;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.chroma.core.ClusterView;
import org.chroma.core.Job;
import org.chroma.state.ObjectId;
import org.chroma.state.StatefulObject;
import org.jspecify.annotations.Nullable;

/** {@code chroma:show}: shows an object, what can be asked of it, and which jobs hold it. */
@Service
@Command(
        scope = "chroma",
        name = "show",
        description = "shows an object, what can be asked of it and which jobs hold it")
public final class ShowCommand implements Action {
    @Reference
    ClusterView view;

    @Argument(name = "object", required = true, description = "for example target/4")
    @Completion(ObjectCompleter.class)
    String object;

    @Override
    public @Nullable Object execute() {
        ObjectId<?> id = Words.object(object);
        StatefulObject<?> found =
                view.cluster().object(id).orElseThrow(() -> new IllegalArgumentException("There is no " + object));
        System.out.println(found);
        for (ClusterView.AvailableTransition transition : view.availableTransitions(id)) {
            System.out.printf("  can go to %-16s %s%n", transition.state(), transition.verb());
        }
        for (ClusterView.AvailableJob job : view.availableJobs(id)) {
            System.out.printf("  offers    %-16s %s%n", job.verb(), job.className());
        }
        for (Job job : view.jobsOn(id)) {
            System.out.printf("  held by job %d: %s%n", job.id(), job.description());
        }
        return null;
    }
}
