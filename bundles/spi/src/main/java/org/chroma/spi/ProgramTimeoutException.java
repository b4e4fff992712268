package org.chroma.spi;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A program did not end within its time limit, and was killed or, where that is impossible, abandoned. */
public final class ProgramTimeoutException extends IOException {

    public ProgramTimeoutException(List<String> command, Duration limit) {
        super("%s did not end within %d s".formatted(String.join(" ", command), limit.toSeconds()));
    }
}
