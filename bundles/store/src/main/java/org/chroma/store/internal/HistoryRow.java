package org.chroma.store.internal;

import java.time.Instant;
import javax.persistence.Column;
import javax.persistence.MappedSuperclass;

/** The row of something that begins, ends and is deleted when it is old. Times are milliseconds since 1970. */
@MappedSuperclass
abstract class HistoryRow extends Row {
    /** The time of what goes on. */
    static final long NOT_YET = Long.MAX_VALUE;

    private static final int WIDTH = 255;

    /** JPQL condition of rows that were written before they had these columns. */
    static final String UNFILLED = "r.begunAt = -1";

    /** When it ended, or {@link #NOT_YET}. */
    @Column(name = "done_at")
    long doneAt;

    @Column(name = "created_at")
    long begunAt;

    /** What comes from a plugin or a user, as an indexed column takes it. */
    static String word(String text) {
        String whole = text.replace('\0', '\uFFFD'); // PostgreSQL keeps no NUL in text
        return whole.length() > WIDTH ? whole.substring(0, WIDTH) : whole;
    }

    void last(Instant begin, boolean done, Instant end) {
        begunAt = begin.toEpochMilli();
        doneAt = done ? end.toEpochMilli() : NOT_YET;
    }
}
