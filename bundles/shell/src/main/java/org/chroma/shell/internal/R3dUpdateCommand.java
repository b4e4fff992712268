package org.chroma.shell.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.chroma.statistics.r3d.R3d;
import org.jspecify.annotations.Nullable;

/** {@code r3d:update}: writes readings into a round-robin database. */
@Service
@Command(scope = "r3d", name = "update", description = "writes readings into a round-robin database")
public final class R3dUpdateCommand implements Action {
    @Argument(name = "store", required = true, description = "the database: a directory on the manager")
    @Completion(PathCompleter.class)
    String store;

    @Argument(
            index = 1,
            name = "updates",
            required = true,
            multiValued = true,
            description = "time:value:value..., where N is now and U an unknown value")
    List<String> updates;

    @Option(
            name = "-t",
            aliases = "--template",
            description = "the data sources in the order of the values; the others become unknown")
    @Nullable
    String template;

    @Override
    public @Nullable Object execute() throws IOException {
        R3d.update(Path.of(store), template == null ? "" : template, updates);
        return null;
    }
}
