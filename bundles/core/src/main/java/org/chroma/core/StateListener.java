package org.chroma.core;

import org.chroma.state.StatefulObject;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Reacts to states, and is the place to let go of what belongs to an object or a job that has ended. Publish it as an
 * OSGi service.
 *
 * <pre>{@code
 * public void reached(StatefulObject<?> object) {
 *     if (object.isGone()) {
 *         sessions.remove(object.id());
 *     }
 * }
 * }</pre>
 *
 * <p>It is told after the commit, on a thread of its own and in the order of the commits. Where one of its methods
 * throws, the next is called all the same.
 */
@ConsumerType
public interface StateListener {

    /**
     * All that is there: told first, and again where a listener was too slow to be told everything. What is not in it
     * has ended.
     */
    default void found(Cluster cluster) {}

    /**
     * An object is new, or in another state than before. One that {@linkplain StatefulObject#isGone() is gone} is told
     * of for the last time; its number is never given again.
     */
    default void reached(StatefulObject<?> object) {}

    /** A job has ended, in whichever way its {@linkplain Job#state() state} says. */
    default void ended(Job job) {}
}
