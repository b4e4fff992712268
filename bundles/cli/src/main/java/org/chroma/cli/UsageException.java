package org.chroma.cli;

/** What was typed makes no sense; the message says why. */
final class UsageException extends Exception {
    UsageException(String message) {
        super(message);
    }
}
