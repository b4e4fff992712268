package org.chroma.state;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A kind of stateful object, for example {@code host}: the type of its ids and of the states it can be in.
 *
 * @param name one lower-case word, as it appears in resource addresses
 * @param states the enum whose constants are the states of this kind
 * @param initial the state in which a new object starts
 * @param gone the states of an object that is no longer managed
 */
public record Kind<S extends Enum<S>>(String name, Class<S> states, S initial, Set<S> gone) {

    public Kind {
        gone = Set.copyOf(gone);
    }

    /** A kind whose objects are never gone by themselves. */
    public static <S extends Enum<S>> Kind<S> of(String name, S initial) {
        return new Kind<>(name, initial.getDeclaringClass(), initial, Set.of());
    }

    /** A kind whose objects end in one of some states. */
    @SafeVarargs
    public static <S extends Enum<S>> Kind<S> of(String name, S initial, S... gone) {
        Set<S> ends = EnumSet.noneOf(initial.getDeclaringClass());
        for (S state : gone) {
            ends.add(state);
        }
        return new Kind<>(name, initial.getDeclaringClass(), initial, ends);
    }

    /** The id of the object of this kind with the given number. */
    public ObjectId<S> id(long number) {
        return new ObjectId<>(this, number);
    }

    /** The same id where it is of this kind; nothing where it is of another one. */
    public Optional<ObjectId<S>> match(ObjectId<?> id) {
        return id.kind().equals(this) ? Optional.of(id(id.number())) : Optional.empty();
    }

    /** The state that is written so, as {@link Requirement#words} writes it. */
    public Optional<S> stateOf(String words) {
        return Arrays.stream(states.getEnumConstants())
                .filter(state -> Requirement.words(state).equals(words))
                .findFirst();
    }

    /** Whether an object in this state is no longer managed. */
    public boolean isGone(S state) {
        return gone.contains(state);
    }

    /** Ids are hashed all the time, and no two kinds share a name. */
    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Kind<?> kind && name.equals(kind.name) && states.equals(kind.states);
    }

    @Override
    public String toString() {
        return name;
    }
}
