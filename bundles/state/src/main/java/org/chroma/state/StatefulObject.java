package org.chroma.state;

import java.time.Instant;

/** Something that is always in one state of its kind, and that jobs move from state to state. Immutable: a snapshot. */
public interface StatefulObject<S extends Enum<S>> {

    ObjectId<S> id();

    S state();

    /** When the state last changed; an observation older than this is stale. */
    Instant stateModifiedAt();

    /** True where the object is only monitored: Chroma reads its state and never changes it. */
    boolean immutableState();

    /** Whether it was removed or forgotten: no longer managed, and nothing leads out of that state. */
    default boolean isGone() {
        return id().kind().isGone(state());
    }

    /** What administrators call it, for example a server's name or {@code lfs-OST0003}. */
    String label();
}
