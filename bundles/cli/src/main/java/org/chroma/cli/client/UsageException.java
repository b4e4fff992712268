package org.chroma.cli.client;

/** What was typed makes no sense; the message says why. */
public final class UsageException extends Exception {
    public UsageException(String message) {
        super(message);
    }
}
