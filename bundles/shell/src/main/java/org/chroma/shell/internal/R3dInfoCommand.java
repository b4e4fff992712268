package org.chroma.shell.internal;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.chroma.statistics.r3d.R3d;
import org.jspecify.annotations.Nullable;

/** {@code r3d:info}: prints the definition of a round-robin database. */
@Service
@Command(scope = "r3d", name = "info", description = "prints the definition of a round-robin database")
public final class R3dInfoCommand implements Action {
    @Argument(name = "store", required = true, description = "the database: a directory on the manager")
    @Completion(PathCompleter.class)
    String store;

    @Override
    public @Nullable Object execute() throws IOException {
        R3d.info(Path.of(store), System.out);
        return null;
    }
}
