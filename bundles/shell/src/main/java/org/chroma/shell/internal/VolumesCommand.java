package org.chroma.shell.internal;

import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.chroma.core.Cluster;
import org.chroma.core.ClusterView;
import org.chroma.model.Target;
import org.chroma.model.Volume;
import org.jspecify.annotations.Nullable;

/** {@code chroma:volumes}: lists volumes with the servers that reach them. */
@Service
@Command(scope = "chroma", name = "volumes", description = "lists volumes with the servers that reach them")
public final class VolumesCommand implements Action {
    @Reference
    private ClusterView view;

    @Override
    public @Nullable Object execute() {
        ShellTable table = new ShellTable();
        table.column("id");
        table.column("volume");
        table.column("bytes").alignRight();
        table.column("kind");
        table.column("primary");
        table.column("failover");
        table.column("used by");
        table.emptyTableText("No volumes");
        Cluster cluster = view.cluster();
        for (Volume volume : cluster.volumes()) {
            table.addRow()
                    .addContent(
                            volume.id(),
                            volume.label(),
                            volume.size(),
                            volume.kind(),
                            volume.primaryNode()
                                    .map(node -> Words.label(cluster, node.host()))
                                    .orElse("---"),
                            volume.failoverNodes().stream()
                                    .map(node -> Words.label(cluster, node.host()))
                                    .collect(Collectors.joining(" ")),
                            cluster.targetOnVolume(volume.id())
                                    .map(Target::label)
                                    .orElse(""));
        }
        table.print(System.out);
        return null;
    }
}
