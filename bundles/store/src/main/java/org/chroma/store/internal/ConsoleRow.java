package org.chroma.store.internal;

import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;

/** Text that a step printed since its own row was last written. */
@Entity
@Table(name = "step_console")
class ConsoleRow {
    @Id
    @Column(name = "id")
    long id;

    @Column(name = "step")
    long step;

    @Column(name = "text")
    String text = "";
}
