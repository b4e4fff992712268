package org.chroma.shell.internal;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
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
    private ClusterView view;

    @Override
    public @Nullable Object execute() {
        ShellTable table = new ShellTable();
        table.column("id");
        table.column("target");
        table.column("kind");
        table.column("state");
        table.column("primary");
        table.column("running on");
        table.emptyTableText("No targets");
        Cluster cluster = view.cluster();
        for (Target target : cluster.targets()) {
            table.addRow()
                    .addContent(
                            target.id().number(),
                            target.label(),
                            target.kind(),
                            Words.of(target.state()),
                            Words.label(cluster, target.primaryMount().host()),
                            Words.label(cluster, target.activeHost()));
        }
        table.print(System.out);
        return null;
    }
}
