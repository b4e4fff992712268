package org.chroma.store.internal;

import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Table;

/** The row of one run of a step. */
@Entity
@Table(name = "step")
class StepRow extends Row {
    @Column(name = "job")
    long job;
}
