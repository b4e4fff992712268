package org.chroma.core.internal.step;

import java.util.List;
import org.chroma.core.Cluster;
import org.chroma.core.internal.foreign.ForeignCodeException;
import org.chroma.state.Step;

/** The steps of a job that begins: the core's own are known; a plugin is asked for its own on the job's thread. */
@FunctionalInterface
public interface JobSteps {

    /**
     * What there is to do, in order.
     *
     * @throws ForeignCodeException where a plugin does not say it
     */
    List<Step<StepContext>> ask(Cluster cluster) throws ForeignCodeException;

    /** Whether it is known already that there is nothing to do. */
    default boolean isNothing() {
        return false;
    }

    /** Steps that are known. */
    static JobSteps of(List<Step<StepContext>> known) {
        return new Known(known);
    }

    /** Nobody has to be asked for them. */
    record Known(List<Step<StepContext>> steps) implements JobSteps {
        @Override
        public List<Step<StepContext>> ask(Cluster cluster) {
            return steps;
        }

        @Override
        public boolean isNothing() {
            return steps.isEmpty();
        }
    }
}
