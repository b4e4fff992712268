package org.chroma.state;

import org.jspecify.annotations.Nullable;

/**
 * What an unfinished job holds an object with. Many jobs may read an object at once; one that writes it has it alone.
 *
 * @param begin a writer's: the state in which it finds the object; null where it does not matter
 * @param end a writer's: the state in which it leaves the object; null where the job is finding out
 */
public record Lock(
        ObjectId<?> object,
        Mode mode,
        @Nullable Enum<?> begin,
        @Nullable Enum<?> end) {

    /** What the lock allows. */
    public enum Mode {
        READ,
        WRITE
    }

    public static Lock read(ObjectId<?> object) {
        return new Lock(object, Mode.READ, null, null);
    }

    public static <S extends Enum<S>> Lock write(ObjectId<S> object, S begin, S end) {
        return new Lock(object, Mode.WRITE, begin, end);
    }

    /** Of a job that finds out in which state the object is. */
    public static Lock discovery(ObjectId<?> object) {
        return new Lock(object, Mode.WRITE, null, null);
    }

    public boolean writes() {
        return mode == Mode.WRITE;
    }
}
