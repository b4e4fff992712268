package org.chroma.shell.internal;

import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.chroma.core.Cluster;
import org.chroma.core.ClusterView;
import org.chroma.model.Host;
import org.chroma.model.Nid;
import org.jspecify.annotations.Nullable;

/** {@code chroma:hosts}: lists servers with their state, NIDs and last report. */
@Service
@Command(scope = "chroma", name = "hosts", description = "lists servers with their state, NIDs and last report")
public final class HostsCommand implements Action {
    @Reference
    ClusterView view;

    @Override
    public @Nullable Object execute() {
        ConsoleList list = new ConsoleList("No servers", "id", "server", "state", "NIDs", "last contact");
        Cluster cluster = view.cluster();
        for (Host host : cluster.hosts()) {
            String nids = cluster.lnetOf(host.id())
                    .map(lnet -> lnet.nids().stream().map(Nid::text).collect(Collectors.joining(" ")))
                    .orElse("");
            list.add(
                    host.id().number(),
                    host.label(),
                    Words.of(host.state()),
                    nids,
                    host.lastContact() == null ? "never" : host.lastContact());
        }
        list.print();
        return null;
    }
}
