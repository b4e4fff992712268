package org.chroma.core.internal.foreign;

import org.jspecify.annotations.Nullable;

/**
 * Code that somebody else wrote did not do what it should; the message names it, and can be shown to a user as it is.
 */
public final class ForeignCodeException extends Exception {
    ForeignCodeException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
