package org.chroma.state;

/**
 * An object's way from one state to a neighbouring one.
 *
 * @param from the state in which the object must be when the job starts
 * @param to the state in which the job leaves it
 */
public record StateChange<S extends Enum<S>>(ObjectId<S> object, S from, S to) {

    /** As {@code target/4: unmounted → mounted}. */
    @Override
    public String toString() {
        return object + ": " + Requirement.words(from) + " → " + Requirement.words(to);
    }
}
