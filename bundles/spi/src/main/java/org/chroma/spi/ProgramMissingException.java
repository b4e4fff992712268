package org.chroma.spi;

import java.io.IOException;

/** A program is not installed on the server. */
public final class ProgramMissingException extends IOException {
    private final String program;

    public ProgramMissingException(String program) {
        super(program + " is not installed on this server");
        this.program = program;
    }

    public String program() {
        return program;
    }
}
