package org.chroma.cli.r3d;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.chroma.cli.client.Client;
import org.chroma.statistics.r3d.R3d;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes a round-robin database of a dump. */
@Command(description = "create a round-robin database from the output of r3d-dump")
public final class R3dLoadVerb extends R3dVerb {
    @Parameters(index = "1", arity = "0..1", paramLabel = "FILE", description = "the dump (default: standard input)")
    @Nullable
    Path file;

    public R3dLoadVerb(Client client) {
        super(client);
    }

    @Override
    void run() throws IOException {
        if (file == null) {
            R3d.load(store, System.in);
            return;
        }
        try (InputStream dump = Files.newInputStream(file)) {
            R3d.load(store, dump);
        }
    }
}
