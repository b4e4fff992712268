package org.chroma.core;

import org.jspecify.annotations.Nullable;

/** An error with a code that says whose fault it is, and a message that can be shown to a user as it is. */
public class ChromaException extends RuntimeException {
    private final ErrorCode code;

    public ChromaException(ErrorCode code, String message) {
        this(code, message, null);
    }

    public ChromaException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }
}
