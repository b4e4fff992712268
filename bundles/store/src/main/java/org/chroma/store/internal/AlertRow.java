package org.chroma.store.internal;

import javax.persistence.Column;
import javax.persistence.Embedded;
import javax.persistence.Entity;
import javax.persistence.Table;
import org.chroma.core.Alert;

/** The row of an alert; it has ended when it is no longer active. */
@Entity
@Table(name = "alert")
class AlertRow extends HistoryRow {
    @Column(name = "alert_type")
    String type = "";

    @Column(name = "severity")
    String severity = "";

    @Embedded
    Subject subject = new Subject();

    void take(Alert alert) {
        type = word(alert.type().name());
        severity = alert.severity().name();
        subject = Subject.of(alert.subject());
        last(alert.begin(), !alert.active(), alert.end());
    }
}
