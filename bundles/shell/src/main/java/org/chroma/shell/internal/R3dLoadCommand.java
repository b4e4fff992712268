package org.chroma.shell.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.chroma.statistics.r3d.R3d;
import org.jspecify.annotations.Nullable;

/** {@code r3d:load}: creates a round-robin database from the output of r3d:dump. */
@Service
@Command(scope = "r3d", name = "load", description = "creates a round-robin database from the output of r3d:dump")
public final class R3dLoadCommand implements Action {
    @Argument(name = "store", required = true, description = "the database: a directory on the manager")
    @Completion(PathCompleter.class)
    String store;

    @Argument(index = 1, name = "file", required = true, description = "the dump: a file on the manager")
    @Completion(PathCompleter.class)
    String file;

    @Override
    public @Nullable Object execute() throws IOException {
        try (InputStream dump = Files.newInputStream(Path.of(file))) {
            R3d.load(Path.of(store), dump);
        }
        return null;
    }
}
