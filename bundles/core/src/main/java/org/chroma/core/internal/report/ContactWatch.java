package org.chroma.core.internal.report;

import java.time.Duration;
import java.time.Instant;
import org.chroma.core.AlertType;
import org.chroma.core.internal.ledger.Transaction;
import org.chroma.core.internal.object.Alerts;

/** Raises an alert for every server that was not heard of for too long. */
public final class ContactWatch {
    /** Twice the period of reports. */
    static final Duration WINDOW = Duration.ofSeconds(20);

    private final Instant started;

    /**
     * Watches from a time on.
     *
     * @param started when the manager did: before, it could not hear anybody
     */
    public ContactWatch(Instant started) {
        this.started = started;
    }

    public void check(Transaction transaction) {
        transaction.cluster().hosts().forEach(host -> {
            Instant heard = host.lastContact();
            if (heard == null) {
                return;
            }
            Instant since = heard.isBefore(started) ? started : heard;
            if (Duration.between(since, transaction.now()).compareTo(WINDOW) > 0) {
                Alerts.set(
                        transaction,
                        AlertType.HOST_CONTACT,
                        host.id(),
                        true,
                        false,
                        "No contact with %s".formatted(host.label()));
            }
        });
    }
}
