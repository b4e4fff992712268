package org.chroma.shell.internal;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.chroma.core.Alert;
import org.chroma.core.ClusterView;
import org.jspecify.annotations.Nullable;

/** {@code chroma:alerts}: lists active alerts. */
@Service
@Command(scope = "chroma", name = "alerts", description = "lists active alerts")
public final class AlertsCommand implements Action {
    @Reference
    ClusterView view;

    @Override
    public @Nullable Object execute() {
        ConsoleList list = new ConsoleList("Nothing is wrong", "id", "since", "severity", "message");
        for (Alert alert : view.alerts()) {
            if (alert.active()) {
                list.add(alert.id(), alert.begin(), alert.severity(), alert.message());
            }
        }
        list.print();
        return null;
    }
}
