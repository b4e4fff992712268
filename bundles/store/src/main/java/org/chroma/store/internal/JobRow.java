package org.chroma.store.internal;

import javax.persistence.Column;
import javax.persistence.Embedded;
import javax.persistence.Entity;
import javax.persistence.Table;
import org.chroma.core.Job;

/** The row of a job. */
@Entity
@Table(name = "job")
class JobRow extends HistoryRow {
    @Column(name = "class_name")
    String className = "";

    @Column(name = "state")
    String state = "";

    @Embedded
    Subject subject = new Subject();

    void take(Job job) {
        className = word(job.className());
        state = job.state().name();
        subject = Subject.of(job.subject());
        last(job.createdAt(), job.state().isDone(), job.modifiedAt());
    }
}
