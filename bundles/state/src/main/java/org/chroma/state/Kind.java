package org.chroma.state;

/**
 * A kind of stateful object, for example {@code host}: the type of its ids and of the states it can be in.
 *
 * @param name one lower-case word, as it appears in resource addresses
 * @param states the enum whose constants are the states of this kind
 * @param initial the state in which a new object starts
 */
public record Kind<S extends Enum<S>>(String name, Class<S> states, S initial) {

    public static <S extends Enum<S>> Kind<S> of(String name, S initial) {
        return new Kind<>(name, initial.getDeclaringClass(), initial);
    }

    /** The id of the object of this kind with the given number. */
    public ObjectId<S> id(long number) {
        return new ObjectId<>(this, number);
    }

    @Override
    public String toString() {
        return name;
    }
}
