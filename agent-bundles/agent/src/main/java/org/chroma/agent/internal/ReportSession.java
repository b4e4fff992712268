package org.chroma.agent.internal;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chroma.protocol.Limits;
import org.chroma.protocol.PluginBundle;
import org.chroma.protocol.ProtocolException;
import org.chroma.protocol.RecordType;
import org.chroma.protocol.Report;
import org.chroma.protocol.ReportAnswer;
import org.jspecify.annotations.Nullable;

/**
 * The agent's side of its conversation with the manager: what the manager is known to have, and so what to send. It is
 * used by one thread at a time.
 */
final class ReportSession {
    /** Leaves room for what surrounds the scans. */
    private static final int ALL_SCANS_BYTES = Limits.REPORT_BYTES - (256 << 10);

    private @Nullable String session;
    private long sequence;
    private final Map<String, Record> acknowledged = new HashMap<>();
    private Map<String, Record> sent = Map.of();

    /** The next report is complete and opens a new session. */
    void restart() {
        session = null;
        sequence = 0;
        acknowledged.clear();
        sent = Map.of();
    }

    Report next(
            String fqdn,
            Instant startedAt,
            Instant sentAt,
            Map<String, ScanOutcome> outcomes,
            List<PluginBundle> bundles,
            List<String> actions) {
        Map<String, Record> current = new HashMap<>();
        Map<String, Report.Scan> scans = new HashMap<>();
        Map<String, Instant> unchanged = new HashMap<>();
        Map<String, String> errors = new HashMap<>();
        int room = ALL_SCANS_BYTES;
        for (Map.Entry<String, ScanOutcome> entry : outcomes.entrySet()) {
            String plugin = entry.getKey();
            ScanOutcome outcome = entry.getValue();
            if (outcome instanceof ScanOutcome.Failed failed) {
                errors.put(plugin, failed.reason());
            } else if (outcome instanceof ScanOutcome.Seen<?> seen) {
                if (seen.scan().equals(acknowledged.get(plugin))) {
                    unchanged.put(plugin, seen.takenAt());
                    continue;
                }
                try {
                    int size = add(plugin, seen, room, scans);
                    room -= size;
                    current.put(plugin, seen.scan());
                } catch (ProtocolException | RuntimeException | StackOverflowError e) {
                    // what a plugin answered need not be what it may answer; then the others still report
                    errors.put(plugin, Limits.cut(String.valueOf(e.getMessage())));
                }
            }
        }
        sent = current;
        return new Report(session, sequence, fqdn, startedAt, sentAt, scans, unchanged, errors, bundles, actions);
    }

    private static <T extends Record> int add(
            String plugin, ScanOutcome.Seen<T> seen, int room, Map<String, Report.Scan> scans)
            throws ProtocolException {
        RecordType<T> type = seen.type();
        int size = type.writeBytes(seen.scan()).length;
        if (size > Limits.SCAN_BYTES) {
            throw new ProtocolException(
                    "The scan of %s has %,d bytes; at most %,d are allowed".formatted(plugin, size, Limits.SCAN_BYTES));
        }
        if (size > room) {
            throw new ProtocolException(
                    "The scan of %s has %,d bytes, which do not fit into this report".formatted(plugin, size));
        }
        scans.put(plugin, new Report.Scan(seen.takenAt(), type.write(seen.scan())));
        return size;
    }

    /**
     * Takes the manager's answer to the last report.
     *
     * @return whether the report was accepted; if not, the next one is complete
     */
    boolean answered(ReportAnswer answer) {
        if (answer.accepted()) {
            session = answer.session();
            sequence = answer.sequence();
            acknowledged.putAll(sent);
        } else {
            restart();
            session = answer.session();
            sequence = answer.sequence();
        }
        sent = Map.of();
        return answer.accepted();
    }
}
