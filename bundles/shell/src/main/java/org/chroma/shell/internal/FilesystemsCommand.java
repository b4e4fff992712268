package org.chroma.shell.internal;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
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
    private ClusterView view;

    @Override
    public @Nullable Object execute() {
        ShellTable table = new ShellTable();
        table.column("id");
        table.column("filesystem");
        table.column("state");
        table.column("MDTs");
        table.column("OSTs");
        table.emptyTableText("No filesystems");
        Cluster cluster = view.cluster();
        for (Filesystem filesystem : cluster.filesystems()) {
            table.addRow()
                    .addContent(
                            filesystem.id().number(),
                            filesystem.name(),
                            Words.of(filesystem.state()),
                            cluster.targetsOf(filesystem.id(), TargetKind.MDT).size(),
                            cluster.targetsOf(filesystem.id(), TargetKind.OST).size());
        }
        table.print(System.out);
        return null;
    }
}
