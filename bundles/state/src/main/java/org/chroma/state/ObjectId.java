package org.chroma.state;

/**
 * Names one stateful object. Its type says which states the object knows, so that a host cannot be asked to be mounted.
 *
 * @param kind what sort of object it is
 * @param number positive, never reused, unique within the kind
 */
public record ObjectId<S extends Enum<S>>(Kind<S> kind, long number) implements Comparable<ObjectId<?>> {

    @Override
    public int compareTo(ObjectId<?> other) {
        int byKind = kind.name().compareTo(other.kind.name());
        return byKind != 0 ? byKind : Long.compare(number, other.number);
    }

    /** As {@code target/4}: the form that the event stream and job locks use. */
    @Override
    public String toString() {
        return kind + "/" + number;
    }
}
