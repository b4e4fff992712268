package org.chroma.shell.internal;

import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
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
    ClusterView view;

    @Override
    public @Nullable Object execute() {
        ConsoleList list =
                new ConsoleList("No volumes", "id", "volume", ">bytes", "kind", "primary", "failover", "used by");
        Cluster cluster = view.cluster();
        for (Volume volume : cluster.volumes()) {
            list.add(
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
                    cluster.targetOnVolume(volume.id()).map(Target::label).orElse(""));
        }
        list.print();
        return null;
    }
}
