package org.chroma.store.internal;

import javax.persistence.Column;
import javax.persistence.Embeddable;
import org.chroma.state.ObjectId;
import org.jspecify.annotations.Nullable;

/** The object that a row is about; the columns of one that is about none are empty and 0. */
@Embeddable
class Subject {
    @Column(name = "subject_kind")
    String kind = "";

    @Column(name = "subject_number")
    long number;

    static Subject of(@Nullable ObjectId<?> object) {
        Subject subject = new Subject();
        if (object != null) {
            subject.kind = object.kind().name();
            subject.number = object.number();
        }
        return subject;
    }
}
