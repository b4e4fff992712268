package org.chroma.statistics.internal;

/** Stored bytes are not what was written. */
final class CorruptDataException extends RuntimeException {
    private static final long serialVersionUID = 1;

    CorruptDataException(String message) {
        super(message);
    }
}
