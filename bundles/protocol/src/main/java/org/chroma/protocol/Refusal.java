package org.chroma.protocol;

/**
 * Why the manager refused a message; the body of every answer of its agent endpoint that is not a success.
 *
 * @param message one sentence that names what is wrong
 */
public record Refusal(String message) {}
