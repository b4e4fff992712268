package org.chroma.core.internal.lifecycle;

import java.util.List;
import org.chroma.core.Cluster;
import org.chroma.core.internal.step.StepContext;
import org.chroma.state.Kind;
import org.chroma.state.Lifecycle;
import org.chroma.state.StatefulObject;
import org.chroma.state.Step;

/** A lifecycle of the objects of a Lustre cluster. */
public abstract class ClusterLifecycle<O extends StatefulObject<S>, S extends Enum<S>>
        extends Lifecycle<O, S, Cluster, StepContext> {

    ClusterLifecycle(Kind<S> kind, Class<O> type) {
        super(kind, type);
    }

    /** The states that may be asked for of an object that is only monitored, whatever the table says. */
    public abstract List<S> allowedWhenImmutable(O object);

    static Step<StepContext> step(String name, String description, Step.Work<StepContext> work) {
        return new Step<>(name, description, work);
    }
}
