package org.chroma.shell.internal;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.chroma.core.Cluster;
import org.chroma.core.ClusterView;
import org.chroma.model.Filesystem;
import org.chroma.model.TargetKind;
import org.jspecify.annotations.Nullable;

/** {@code chroma:filesystems}: lists filesystems. */
@Service
@Command(scope = "chroma", name = "filesystems", description = "lists filesystems")
public final class FilesystemsCommand implements Action {
    @Reference
    ClusterView view;

    @Override
    public @Nullable Object execute() {
        ConsoleList list = new ConsoleList("No filesystems", "id", "filesystem", "state", "MDTs", "OSTs");
        Cluster cluster = view.cluster();
        for (Filesystem filesystem : cluster.filesystems()) {
            list.add(
                    filesystem.id().number(),
                    filesystem.name(),
                    Words.of(filesystem.state()),
                    cluster.targetsOf(filesystem.id(), TargetKind.MDT).size(),
                    cluster.targetsOf(filesystem.id(), TargetKind.OST).size());
        }
        list.print();
        return null;
    }
}
