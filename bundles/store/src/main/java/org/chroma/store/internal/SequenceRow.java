package org.chroma.store.internal;

import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;

/** Up to where the numbers of a sequence were given away. */
@Entity
@Table(name = "id_sequence")
class SequenceRow {
    @Id
    @Column(name = "name")
    String name = "";

    /** The first number of the next block. */
    @Column(name = "next_value")
    long nextValue;
}
