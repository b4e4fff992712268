package org.chroma.state;

/** An unfinished job is finding out in which state an object is; ask again when it has ended. */
public final class UnknownStateException extends RuntimeException {
    private final transient ObjectId<?> object;

    public UnknownStateException(ObjectId<?> object) {
        super("an unfinished job is finding out the state of " + object);
        this.object = object;
    }

    public ObjectId<?> object() {
        return object;
    }
}
