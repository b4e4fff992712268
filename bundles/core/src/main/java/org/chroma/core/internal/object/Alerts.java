package org.chroma.core.internal.object;

import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.chroma.core.Alert;
import org.chroma.core.AlertType;
import org.chroma.core.Cluster;
import org.chroma.core.internal.ledger.Ledger;
import org.chroma.core.internal.ledger.Transaction;
import org.chroma.model.Host;
import org.chroma.model.HostState;
import org.chroma.model.Target;
import org.chroma.model.TargetState;
import org.chroma.spi.Condition.Severity;
import org.chroma.state.ObjectId;

/** Raises and lowers alerts. */
public final class Alerts {
    private Alerts() {}

    /** Makes an alert active or not; one that is raised again keeps its beginning, and says what is true now. */
    public static void set(
            Transaction transaction,
            AlertType type,
            ObjectId<?> subject,
            boolean active,
            boolean dismissed,
            String message) {
        Optional<Alert> known = transaction.activeAlert(new Ledger.AlertKey(type, subject.toString()));
        if (active && known.isEmpty()) {
            transaction.put(Alert.raised(transaction.nextId("alert"), type, subject, message, transaction.now())
                    .dismissed(dismissed));
        } else if (active) {
            renew(transaction, known.get(), type.severity(), message);
        } else if (known.isPresent()) {
            transaction.put(known.get().lowered(transaction.now()));
        }
    }

    private static void renew(Transaction transaction, Alert alert, Severity severity, String message) {
        if (!alert.message().equals(message) || alert.severity() != severity) {
            transaction.put(alert.renewed(severity, message));
        }
    }

    /** The alerts that follow from a server's state. */
    public static void ofHost(Transaction transaction, Host host, boolean intended) {
        boolean setUp = host.state() != HostState.UNCONFIGURED && !host.isGone();
        set(
                transaction,
                AlertType.LNET_OFFLINE,
                host.id(),
                setUp && host.state() != HostState.LNET_UP,
                intended,
                "LNet is not running on " + host.label());
    }

    /** The alerts that follow from a target's state. */
    public static void ofTarget(Transaction transaction, Target target, boolean intended) {
        set(
                transaction,
                AlertType.TARGET_OFFLINE,
                target.id(),
                target.state() == TargetState.UNMOUNTED,
                intended,
                TargetNames.of(target, transaction.cluster()) + " is not running");
        ofPlace(transaction, target);
    }

    /** A target away from its primary server. */
    public static void ofPlace(Transaction transaction, Target target) {
        ObjectId<HostState> active = target.activeHost();
        boolean away = !target.isGone()
                && active != null
                && !target.primaryMount().host().equals(active);
        Cluster cluster = transaction.cluster();
        String message = active == null
                ? ""
                : "%s runs on its failover server %s"
                        .formatted(TargetNames.of(target, cluster), TargetNames.host(active, cluster));
        set(transaction, AlertType.TARGET_FAILOVER, target.id(), away, false, message);
    }

    /** An alert that a plugin's condition asks for. */
    public static void ofResource(
            Transaction transaction, AlertType type, String resource, Severity severity, String message) {
        Optional<Alert> known = transaction.activeAlert(new Ledger.AlertKey(type, resource));
        if (known.isPresent()) {
            renew(transaction, known.get(), severity, message);
        } else {
            transaction.put(Alert.raisedOnResource(
                    transaction.nextId("alert"), type, resource, severity, message, transaction.now()));
        }
    }

    /** Lowers the alerts about some resources whose conditions are over. */
    public static void lowerOthers(Transaction transaction, Set<Ledger.AlertKey> present, Predicate<String> concerned) {
        for (Alert alert : transaction.activeAlerts()) {
            Ledger.AlertKey key = Ledger.AlertKey.of(alert);
            if (alert.subject() == null && !present.contains(key) && concerned.test(key.about())) {
                transaction.put(alert.lowered(transaction.now()));
            }
        }
    }

    /** Lowers all alerts about an object that is gone. */
    public static void lowerAll(Transaction transaction, ObjectId<?> subject) {
        transaction.activeAlerts().stream()
                .filter(alert -> subject.equals(alert.subject()))
                .forEach(alert -> transaction.put(alert.lowered(transaction.now())));
    }
}
