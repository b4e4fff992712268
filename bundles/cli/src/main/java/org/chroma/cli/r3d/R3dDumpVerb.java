package org.chroma.cli.r3d;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.chroma.cli.client.Client;
import org.chroma.statistics.r3d.R3d;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints a round-robin database as text that can be loaded elsewhere. */
@Command(description = "print a round-robin database as text that r3d-load takes")
public final class R3dDumpVerb extends R3dVerb {
    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FILE",
            description = "where to write it (default: standard output)")
    @Nullable
    Path file;

    public R3dDumpVerb(Client client) {
        super(client);
    }

    @Override
    void run() throws IOException {
        if (file == null) {
            R3d.dump(store, client.out());
            return;
        }
        try (PrintStream out = new PrintStream(
                new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)),
                false,
                StandardCharsets.UTF_8)) {
            R3d.dump(store, out);
            if (out.checkError()) {
                throw new IOException(file + " could not be written");
            }
        }
    }
}
