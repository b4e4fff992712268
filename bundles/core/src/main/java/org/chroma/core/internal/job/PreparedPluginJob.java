package org.chroma.core.internal.job;

import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.chroma.core.ChromaException;
import org.chroma.core.Cluster;
import org.chroma.core.ErrorCode;
import org.chroma.core.internal.object.ObjectStates;
import org.chroma.core.internal.step.StepContext;
import org.chroma.state.Lock;
import org.chroma.state.ObjectId;
import org.chroma.state.PlainJob;
import org.chroma.state.Requirement;
import org.chroma.state.StatefulObject;
import org.chroma.state.Step;

/**
 * A plugin's job that somebody asked for: all that the plugin says of it, so that on the thread that writes nobody has
 * to ask it.
 *
 * @param object as the plugin saw it
 * @param refused why the job makes no sense on it; empty where it does
 * @param steps one line for each
 */
record PreparedPluginJob(
        String className,
        String verb,
        StatefulObject<?> object,
        Optional<String> refused,
        String description,
        Optional<String> confirmation,
        List<String> steps)
        implements PlainJobType {

    @Override
    public PlainJob plan(Map<String, String> arguments, Cluster cluster) {
        StatefulObject<?> now = now(cluster);
        if (!now.state().equals(object.state())) {
            throw new ChromaException(
                    ErrorCode.CONFLICT,
                    "%s has just become %s; ask again".formatted(now.label(), ObjectStates.name(now.state())));
        }
        return new PlainJob(
                className, verb, description, confirmation, Requirement.none(), List.of(Lock.read(object.id())), steps);
    }

    @Override
    public ObjectId<?> subject(Map<String, String> arguments) {
        return object.id();
    }

    @Override
    public List<Step<StepContext>> steps(Map<String, String> arguments, Cluster cluster) {
        throw new IllegalStateException("%s says what to do when it begins".formatted(className));
    }

    @Override
    public Optional<String> refusal(Map<String, String> arguments, Cluster cluster) {
        StatefulObject<?> unused = now(cluster);
        return refused;
    }

    private StatefulObject<?> now(Cluster cluster) {
        ObjectId<?> id = object.id();
        return cluster.object(id).orElseThrow(() -> new NoSuchElementException(id + " does not exist"));
    }
}
