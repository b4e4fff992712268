package org.chroma.shell.internal;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.chroma.statistics.r3d.R3d;
import org.jspecify.annotations.Nullable;

/** {@code r3d:fetch}: prints rows of a round-robin database. */
@Service
@Command(scope = "r3d", name = "fetch", description = "prints rows of a round-robin database")
public final class R3dFetchCommand implements Action {
    @Argument(name = "store", required = true, description = "the database: a directory on the manager")
    @Completion(PathCompleter.class)
    String store;

    @Argument(index = 1, name = "function", required = true, description = "AVERAGE, MIN, MAX or LAST")
    @Completion(
            value = StringsCompleter.class,
            values = {"AVERAGE", "MIN", "MAX", "LAST"})
    String function;

    @Option(name = "-r", aliases = "--resolution", description = "wanted seconds per row")
    String resolution = "1";

    @Option(name = "-s", aliases = "--start", description = "seconds since 1970, now-2d or end-1h")
    String start = "end-1d";

    @Option(name = "-e", aliases = "--end", description = "seconds since 1970, now-2d or start+1h")
    String end = "now";

    @Override
    public @Nullable Object execute() throws IOException {
        R3d.fetch(Path.of(store), function, resolution, start, end, System.out);
        return null;
    }
}
