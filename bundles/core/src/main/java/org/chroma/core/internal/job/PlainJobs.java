package org.chroma.core.internal.job;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.chroma.core.Cluster;
import org.chroma.core.ClusterView.AvailableJob;
import org.chroma.core.ClusterView.PluginStatus;
import org.chroma.core.InvalidRequestException;
import org.chroma.core.Job;
import org.chroma.core.internal.foreign.ForeignCodeException;
import org.chroma.core.internal.ledger.Transaction;
import org.chroma.core.internal.step.JobSteps;
import org.chroma.spi.JobPlugin;
import org.chroma.state.Goal;
import org.chroma.state.Requirement;
import org.chroma.state.StatefulObject;

/** All jobs that can be asked for by name: the core's own and those of plugins. */
public final class PlainJobs {
    private final Map<String, PlainJobType> types;
    private final PluginJobs ofPlugins;

    /** Has the core's own jobs; those of plugins come later. */
    public PlainJobs(List<PlainJobType> own, InstantSource clock) {
        types = own.stream().collect(Collectors.toUnmodifiableMap(PlainJobType::className, type -> type));
        ofPlugins = new PluginJobs(clock);
    }

    public void add(JobPlugin<?> plugin) {
        ofPlugins.add(plugin, types.keySet());
    }

    public void remove(JobPlugin<?> plugin) {
        ofPlugins.remove(plugin);
    }

    /** The plugins that bring jobs, and what is wrong with them. */
    public List<PluginStatus> health() {
        return ofPlugins.health();
    }

    /**
     * A job that somebody asks for; before anything is written, because a plugin is asked for all that there is to know
     * of its job.
     *
     * @throws ForeignCodeException where the plugin does not say it
     */
    public PlainJobType prepare(String className, Map<String, String> arguments, Cluster cluster)
            throws ForeignCodeException {
        Optional<PluginJob<?>> ofPlugin = ofPlugins.find(className);
        return ofPlugin.isPresent() ? ofPlugin.get().prepare(arguments, cluster) : type(className);
    }

    /** One of the core's own. */
    public PlainJobType type(String className) {
        PlainJobType type = types.get(className);
        if (type == null) {
            throw new InvalidRequestException(
                    "class_name", "There is no job '%s'".formatted(className.length() > 64 ? "…" : className));
        }
        return type;
    }

    public Goal.Perform goal(PlainJobType type, Map<String, String> arguments, Cluster cluster) {
        return new Goal.Perform(type.plan(arguments, cluster), type.subject(arguments));
    }

    /** What has to be so for a job to begin; a plugin's only has to have its object. */
    public Requirement requires(Job job, Cluster cluster) {
        Optional<PluginJob<?>> ofPlugin = ofPlugins.find(job.className());
        if (ofPlugin.isPresent()) {
            StatefulObject<?> unused = ofPlugin.get().object(job.arguments(), cluster);
            return Requirement.none();
        }
        return type(job.className()).plan(job.arguments(), cluster).requires();
    }

    /** What a job does, as things are now; a plugin says it only when the job is on its own thread. */
    public JobSteps steps(Job job, Cluster cluster) {
        Optional<PluginJob<?>> ofPlugin = ofPlugins.find(job.className());
        return ofPlugin.isPresent()
                ? then -> ofPlugin.get().steps(job.arguments(), then)
                : JobSteps.of(type(job.className()).steps(job.arguments(), cluster));
    }

    public void succeeded(Job job, Transaction transaction) {
        PlainJobType type = types.get(job.className());
        if (type != null) {
            type.succeeded(job.arguments(), transaction);
        }
    }

    /** What is offered on an object. A plugin that fails at it offers nothing. */
    public List<AvailableJob> offers(StatefulObject<?> object, Cluster cluster) {
        List<AvailableJob> offers = new ArrayList<>(ofPlugins.offers(object));
        types.values().forEach(type -> type.offer(object, cluster).ifPresent(offers::add));
        offers.sort(Comparator.comparing(AvailableJob::verb));
        return offers;
    }
}
