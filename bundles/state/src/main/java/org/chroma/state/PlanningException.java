package org.chroma.state;

/** There is no plan that fulfils the request; the message says why, in words for administrators. */
public final class PlanningException extends RuntimeException {

    public PlanningException(String message) {
        super(message);
    }
}
