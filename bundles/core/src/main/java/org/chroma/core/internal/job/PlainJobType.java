package org.chroma.core.internal.job;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chroma.core.Cluster;
import org.chroma.core.ClusterView;
import org.chroma.core.internal.ledger.Transaction;
import org.chroma.core.internal.step.StepContext;
import org.chroma.state.ObjectId;
import org.chroma.state.PlainJob;
import org.chroma.state.StatefulObject;
import org.chroma.state.Step;
import org.jspecify.annotations.Nullable;

/** A sort of job that is asked for by name. Its arguments are names to JSON text; everything else follows from them. */
public interface PlainJobType {

    String className();

    /** The job as it would be now. Throws where the arguments name what is not there. */
    PlainJob plan(Map<String, String> arguments, Cluster cluster);

    /** The object that the job is about; null for one on several. */
    @Nullable
    ObjectId<?> subject(Map<String, String> arguments);

    List<Step<StepContext>> steps(Map<String, String> arguments, Cluster cluster);

    /** The job where it is offered on an object as it is now. */
    default Optional<ClusterView.AvailableJob> offer(StatefulObject<?> object, Cluster cluster) {
        return Optional.empty();
    }

    /** Why the job makes no sense now; empty where it does. Asked before it is queued. */
    default Optional<String> refusal(Map<String, String> arguments, Cluster cluster) {
        return Optional.empty();
    }

    /** Happens in the transaction that ends the job well. */
    default void succeeded(Map<String, String> arguments, Transaction transaction) {}
}
