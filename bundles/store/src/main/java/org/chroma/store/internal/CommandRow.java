package org.chroma.store.internal;

import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Table;
import org.chroma.core.Command;

/**
 * The row of a command. One that is complete is as old as the day on which it was asked for: its jobs know when they
 * ended.
 */
@Entity
@Table(name = "command")
class CommandRow extends HistoryRow {
    @Column(name = "asked_by")
    String user = "";

    @Column(name = "outcome")
    String outcome = "";

    void take(Command command) {
        user = word(command.user());
        outcome = command.outcome().name();
        last(command.createdAt(), command.complete(), command.createdAt());
    }
}
