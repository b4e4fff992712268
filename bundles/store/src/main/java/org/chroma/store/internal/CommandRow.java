package org.chroma.store.internal;

import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Table;

/** The row of a command. */
@Entity
@Table(name = "command")
class CommandRow extends Row {
    /** Milliseconds since 1970; {@link Long#MAX_VALUE} while it is not done. */
    @Column(name = "done_at")
    long doneAt;
}
