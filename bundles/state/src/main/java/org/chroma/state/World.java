package org.chroma.state;

import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;

/** An immutable picture of all stateful objects at one moment. */
public interface World {

    /** All stateful objects that are there; removed ones are not. */
    Stream<StatefulObject<?>> objects();

    /** The object with the id, of whatever kind. */
    Optional<StatefulObject<?>> object(ObjectId<?> id);

    /**
     * The object with the id.
     *
     * @throws NoSuchElementException when it is not there (any more)
     */
    default <S extends Enum<S>> StatefulObject<S> get(ObjectId<S> id) {
        StatefulObject<?> object =
                object(id).orElseThrow(() -> new NoSuchElementException(id + " does not exist any more"));
        // an object's states are those of its id's kind
        @SuppressWarnings("unchecked")
        StatefulObject<S> typed = (StatefulObject<S>) object;
        return typed;
    }

    /** What sentences call the object; unlike labels it tells objects apart that have no name of their own yet. */
    default String nameOf(ObjectId<?> id) {
        return get(id).label();
    }
}
