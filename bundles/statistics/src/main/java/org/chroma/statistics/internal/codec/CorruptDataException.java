package org.chroma.statistics.internal.codec;

/** Stored bytes are not what was written. */
public final class CorruptDataException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CorruptDataException(String message) {
        super(message);
    }
}
