package org.chroma.state;

/** A job would find an object in another state than it expects, because of a job that is queued before it. */
public final class ContradictionException extends RuntimeException {
    private final transient ObjectId<?> object;
    private final transient Enum<?> expected;
    private final transient Enum<?> left;
    private final long writer;

    ContradictionException(long job, ObjectId<?> object, Enum<?> expected, long writer, Enum<?> left) {
        super("job %d expects %s in %s, but job %d leaves it in %s".formatted(job, object, expected, writer, left));
        this.object = object;
        this.expected = expected;
        this.writer = writer;
        this.left = left;
    }

    public ObjectId<?> object() {
        return object;
    }

    /** The state in which the job needs the object. */
    public Enum<?> expected() {
        return expected;
    }

    /** The number of the job before it. */
    public long writer() {
        return writer;
    }

    /** The state in which the job before it leaves the object. */
    public Enum<?> left() {
        return left;
    }
}
