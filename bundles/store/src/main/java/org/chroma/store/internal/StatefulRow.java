package org.chroma.store.internal;

import javax.persistence.Column;
import javax.persistence.MappedSuperclass;
import org.chroma.state.StatefulObject;

/** The row of something that is in a state, and stays after it was removed. */
@MappedSuperclass
abstract class StatefulRow extends Row {
    /** JPQL condition of those that were not removed. */
    static final String LIVE = "r.state not in ('REMOVED', 'FORGOTTEN')";

    @Column(name = "state")
    String state = "";

    void take(StatefulObject<?> object) {
        state = object.state().name();
    }
}
