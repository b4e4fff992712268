package org.chroma.state;

import org.jspecify.annotations.Nullable;

/** One thing that is asked of a {@link Planner}. */
public sealed interface Goal {

    /** The object shall be in the state. */
    record Reach<S extends Enum<S>>(ObjectId<S> object, S state) implements Goal {

        @Override
        public void accept(Visitor visitor) {
            visitor.reach(this);
        }
    }

    /**
     * The job shall be done.
     *
     * @param subject the object on which it was offered; null for a job on several
     */
    record Perform(PlainJob job, @Nullable ObjectId<?> subject) implements Goal {

        @Override
        public void accept(Visitor visitor) {
            visitor.perform(this);
        }
    }

    /** Is told what a goal is. */
    interface Visitor {
        void reach(Reach<?> goal);

        void perform(Perform goal);
    }

    void accept(Visitor visitor);

    static <S extends Enum<S>> Goal reach(ObjectId<S> object, S state) {
        return new Reach<>(object, state);
    }
}
