package org.chroma.core;

import java.time.Instant;
import org.chroma.spi.Condition.Severity;
import org.chroma.state.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong for as long as it is active.
 *
 * @param subject the object concerned; null where it is a storage resource
 * @param resource key of the storage resource concerned; null otherwise
 * @param end when it ended, or was last seen while active
 * @param dismissed a user has seen it, or it was Chroma's own doing
 */
public record Alert(
        long id,
        AlertType type,
        @Nullable ObjectId<?> subject,
        @Nullable String resource,
        Severity severity,
        String message,
        Instant begin,
        Instant end,
        boolean active,
        boolean dismissed) {

    /** Something about an object went wrong just now. */
    public static Alert raised(long id, AlertType type, ObjectId<?> subject, String message, Instant now) {
        return new Alert(id, type, subject, null, type.severity(), message, now, now, true, false);
    }

    /**
     * Something about a storage resource went wrong just now.
     *
     * @param resource its key
     */
    public static Alert raisedOnResource(
            long id, AlertType type, String resource, Severity severity, String message, Instant now) {
        return new Alert(id, type, null, resource, severity, message, now, now, true, false);
    }

    /**
     * It is still active, and something else is true of it now. Who dismissed a warning still wants to hear of the
     * error that it became.
     */
    public Alert renewed(Severity nowSeverity, String nowMessage) {
        boolean worse = nowSeverity.compareTo(severity) > 0;
        return with(nowSeverity, nowMessage, end, active, dismissed && !worse);
    }

    /** What was wrong is over. */
    public Alert lowered(Instant now) {
        return with(severity, message, now, false, dismissed);
    }

    /** The same, dismissed or not. */
    public Alert dismissed(boolean seen) {
        return with(severity, message, end, active, seen);
    }

    private Alert with(Severity itsSeverity, String words, Instant ended, boolean isActive, boolean isDismissed) {
        return new Alert(id, type, subject, resource, itsSeverity, words, begin, ended, isActive, isDismissed);
    }
}
