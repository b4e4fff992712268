package org.chroma.plugin.lustre.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Outputs that were recorded on a real cluster. */
public final class Recorded {
    private static final Path DIRECTORY = Path.of("src/test/resources/lustre-2.17");

    private Recorded() {}

    public static Path path(String name) {
        return DIRECTORY.resolve(name);
    }

    public static String text(String name) {
        try {
            return Files.readString(DIRECTORY.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
