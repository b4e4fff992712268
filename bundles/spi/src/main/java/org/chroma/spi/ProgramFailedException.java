package org.chroma.spi;

import java.io.IOException;

/** A program ended with an exit code other than 0. */
public final class ProgramFailedException extends IOException {
    private final transient Output output;

    public ProgramFailedException(Output output) {
        super("%s ended with exit code %d: %s"
                .formatted(String.join(" ", output.command()), output.exitCode(), said(output)));
        this.output = output;
    }

    public Output output() {
        return output;
    }

    private static String said(Output output) {
        String text = output.stderr().isBlank() ? output.stdout() : output.stderr();
        return text.isBlank() ? "it printed nothing" : text.strip();
    }
}
