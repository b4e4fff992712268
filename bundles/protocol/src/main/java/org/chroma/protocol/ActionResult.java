package org.chroma.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/**
 * How an action ended: the one JSON document on its standard output. The exit status is 0 for a failure, too: another
 * one says that the agent itself broke.
 *
 * @param success whether the action did what it should
 * @param result the answer of a successful action; null for none
 * @param failure what went wrong; null for a successful action
 */
public record ActionResult(
        boolean success,
        @Nullable JsonNode result,
        @Nullable Failure failure) {

    /**
     * An exception of an action.
     *
     * @param type the exception's class name
     * @param message for the administrator
     * @param trace the stack trace, for the developer
     */
    public record Failure(String type, String message, String trace) {

        public static Failure of(Throwable problem) {
            StringWriter trace = new StringWriter();
            problem.printStackTrace(new PrintWriter(trace));
            String message = problem.getMessage();
            return new Failure(
                    problem.getClass().getName(),
                    message == null || message.isBlank() ? problem.getClass().getSimpleName() : message,
                    trace.toString());
        }
    }

    public static ActionResult of(@Nullable JsonNode answer) {
        return new ActionResult(true, answer, null);
    }

    public static ActionResult of(Failure failure) {
        return new ActionResult(false, null, failure);
    }
}
