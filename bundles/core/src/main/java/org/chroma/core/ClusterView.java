package org.chroma.core;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chroma.state.ObjectId;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** For everyone who reads: what is known now. Published as an OSGi service by the core. */
@ProviderType
public interface ClusterView {

    Cluster cluster();

    /** All storage resources that are there, by key. */
    Map<String, Resource> resources();

    /** Alerts, active ones first, newest first. */
    List<Alert> alerts();

    /** What can be asked of an object now; nothing while a job holds a write lock on it. */
    List<AvailableTransition> availableTransitions(ObjectId<?> id);

    /** Jobs other than changes of state that can be asked of an object now. */
    List<AvailableJob> availableJobs(ObjectId<?> id);

    /** The unfinished jobs that hold a lock on the object. */
    List<Job> jobsOn(ObjectId<?> id);

    /**
     * Parameters in force for a filesystem or target, newest version of each key, cleared ones left out.
     */
    Map<String, String> confParams(ObjectId<?> owner);

    Optional<Command> command(long id);

    Optional<Job> job(long id);

    /** Newest last. */
    Collection<Command> commands();

    /** Newest last. */
    Collection<Job> jobs();

    /** The steps of a job in order, with what is on their consoles up to now. */
    List<StepResult> steps(long job);

    /** The plugins known to the manager and whether they work. */
    List<PluginStatus> plugins();

    /**
     * A change of state that can be asked for.
     *
     * @param state in lower case, as in REST
     * @param verb the words on the button
     */
    record AvailableTransition(String state, String verb) {}

    /**
     * A job that can be asked for.
     *
     * @param className its name in REST
     * @param arguments to be given back when it is asked for
     * @param confirmation what to ask first; null where nothing needs to be asked
     */
    record AvailableJob(
            String className, String verb, @Nullable String confirmation, Map<String, Object> arguments) {}

    /**
     * A plugin's health.
     *
     * @param kind {@code device}, {@code action}, {@code job}, {@code storage}, {@code listener} for one that fails, or
     *     {@code bundle} for one that does not run
     * @param problem what is wrong, empty where nothing is
     */
    record PluginStatus(String name, String kind, String bundle, String problem) {}
}
