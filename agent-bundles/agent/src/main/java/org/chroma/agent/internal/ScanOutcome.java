package org.chroma.agent.internal;

import java.time.Instant;
import org.chroma.protocol.RecordType;

/** What came of one plugin's look at a machine. */
sealed interface ScanOutcome {

    /**
     * It saw something.
     *
     * @param takenAt when it began to look
     */
    record Seen<T extends Record>(Instant takenAt, T scan, RecordType<T> type) implements ScanOutcome {}

    /** It did not. */
    record Failed(String reason) implements ScanOutcome {}
}
