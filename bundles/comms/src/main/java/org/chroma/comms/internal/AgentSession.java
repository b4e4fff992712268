package org.chroma.comms.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.chroma.protocol.Report;

/**
 * The manager's side of its conversation with one server's agent: what it expects next, and what the agent need not say
 * again. A report whose session or sequence is not the expected one ends the session. Guarded by itself.
 */
final class AgentSession {
    private String id = UUID.randomUUID().toString();
    private long sequence;
    final Map<String, ScanHandlers.Scan<?>> scans = new HashMap<>();
    final Map<String, String> unreadable = new HashMap<>();
    List<String> actions = List.of();

    String id() {
        return id;
    }

    /** Of the next report. */
    long sequence() {
        return sequence;
    }

    /** Whether this report may be taken; otherwise a new session has begun. */
    boolean expects(Report report) {
        if (report.session() == null && report.sequence() == 0) {
            restart();
            return true;
        }
        if (id.equals(report.session()) && sequence == report.sequence()) {
            return true;
        }
        restart();
        return false;
    }

    /** Nothing that was said counts any more. */
    void restart() {
        id = UUID.randomUUID().toString();
        sequence = 0;
        scans.clear();
        unreadable.clear();
    }

    void forget(String plugin) {
        scans.remove(plugin);
        unreadable.remove(plugin);
    }

    /** The report was taken. */
    void advance() {
        sequence++;
    }
}
