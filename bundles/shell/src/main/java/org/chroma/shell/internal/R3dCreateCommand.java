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

/** {@code r3d:create}: creates a round-robin database. */
@Service
@Command(scope = "r3d", name = "create", description = "creates a round-robin database")
public final class R3dCreateCommand implements Action {
    @Argument(name = "store", required = true, description = "the database: a directory on the manager")
    @Completion(PathCompleter.class)
    String store;

    @Argument(
            index = 1,
            name = "words",
            required = true,
            multiValued = true,
            description = "DS:name:type:heartbeat:min:max and RRA:function:xff:steps:rows")
    List<String> words;

    @Option(name = "-b", aliases = "--start", description = "readings must be later: seconds since 1970, now or -1h")
    String start = "now-10";

    @Option(name = "-s", aliases = "--step", description = "seconds between two rows of the finest archive")
    String step = "300";

    @Override
    public @Nullable Object execute() throws IOException {
        R3d.create(Path.of(store), start, step, words);
        return null;
    }
}
