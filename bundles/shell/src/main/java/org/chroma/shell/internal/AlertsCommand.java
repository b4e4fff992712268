package org.chroma.shell.internal;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.chroma.core.Alert;
import org.chroma.core.ClusterView;
import org.jspecify.annotations.Nullable;

/** {@code chroma:alerts}: lists what is wrong now. */
@Service
@Command(scope = "chroma", name = "alerts", description = "lists what is wrong now")
public final class AlertsCommand implements Action {
    @Reference
    private ClusterView view;

    @Override
    public @Nullable Object execute() {
        ShellTable table = new ShellTable();
        table.column("id");
        table.column("since");
        table.column("severity");
        table.column("message");
        table.emptyTableText("Nothing is wrong");
        for (Alert alert : view.alerts()) {
            if (alert.active()) {
                table.addRow().addContent(alert.id(), alert.begin(), alert.severity(), alert.message());
            }
        }
        table.print(System.out);
        return null;
    }
}
