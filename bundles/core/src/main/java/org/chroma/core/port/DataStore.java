package org.chroma.core.port;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.chroma.core.Alert;
import org.chroma.core.Changes;
import org.chroma.core.Command;
import org.chroma.core.Job;
import org.chroma.core.Resource;
import org.chroma.core.StepResult;
import org.chroma.model.ConfParam;
import org.chroma.model.Filesystem;
import org.chroma.model.Host;
import org.chroma.model.LnetConfiguration;
import org.chroma.model.Target;
import org.chroma.model.Volume;

/** Keeps everything that the core knows. Called by the one thread that writes, and at start. */
public interface DataStore {

    /** All that is live: removed objects are left out; commands and jobs are those that were not pruned. */
    Contents load();

    /** Writes all of it in one transaction, or nothing. Durable when it returns. */
    void commit(Changes changes);

    /** Adds text to the console of a step; may be lost in a crash. */
    void appendConsole(long step, String text);

    /**
     * The next number of a sequence: positive, growing, never given twice, not even after a crash.
     *
     * @param sequence {@code host}, {@code volume}, {@code volume_node}, {@code target}, {@code filesystem},
     *     {@code resource}, {@code alert}, {@code command}, {@code job} or {@code step}
     */
    long nextId(String sequence);

    /**
     * Deletes what ended before a time: alerts that are no longer active; commands that were asked for before it and
     * whose jobs were all done before it; jobs that were done before it and belong to no command that stays, with their
     * steps.
     *
     * @return what is gone. Anyone who keeps it in memory forgets exactly this.
     */
    Pruned prune(Instant before);

    /** Numbers of what was deleted. */
    record Pruned(Set<Long> alerts, Set<Long> commands, Set<Long> jobs) {}

    record Contents(
            List<Host> hosts,
            List<LnetConfiguration> lnetConfigurations,
            List<Volume> volumes,
            List<Target> targets,
            List<Filesystem> filesystems,
            List<ConfParam> confParams,
            List<Resource> resources,
            List<Alert> alerts,
            List<Command> commands,
            List<Job> jobs,
            List<StepResult> steps) {}
}
