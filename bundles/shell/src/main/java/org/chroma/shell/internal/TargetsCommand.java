package org.chroma.shell.internal;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.chroma.core.Cluster;
import org.chroma.core.ClusterView;
import org.chroma.model.Target;
import org.jspecify.annotations.Nullable;

/** {@code chroma:targets}: lists MGTs, MDTs and OSTs with their state and where they run. */
@Service
@Command(
        scope = "chroma",
        name = "targets",
        description = "lists MGTs, MDTs and OSTs with their state and where they run")
public final class TargetsCommand implements Action {
    @Reference
    ClusterView view;

    @Override
    public @Nullable Object execute() {
        ConsoleList list = new ConsoleList("No targets", "id", "target", "kind", "state", "primary", "running on");
        Cluster cluster = view.cluster();
        for (Target target : cluster.targets()) {
            list.add(
                    target.id().number(),
                    target.label(),
                    target.kind(),
                    Words.of(target.state()),
                    Words.label(cluster, target.primaryMount().host()),
                    Words.label(cluster, target.activeHost()));
        }
        list.print();
        return null;
    }
}
