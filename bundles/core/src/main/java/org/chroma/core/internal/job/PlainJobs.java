package org.chroma.core.internal.job;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.chroma.core.Cluster;
import org.chroma.core.ClusterView;
import org.chroma.core.InvalidRequestException;
import org.chroma.core.Job;
import org.chroma.core.internal.ledger.Transaction;
import org.chroma.core.internal.step.StepContext;
import org.chroma.spi.JobPlugin;
import org.chroma.state.Goal;
import org.chroma.state.PlainJob;
import org.chroma.state.StatefulObject;
import org.chroma.state.Step;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All jobs that can be asked for by name: the core's own and those of plugins. */
public final class PlainJobs {
    private static final Logger LOG = LoggerFactory.getLogger(PlainJobs.class);
    private final Map<String, PlainJobType> types = new ConcurrentHashMap<>();

    /** Has the core's own jobs; those of plugins come later. */
    public PlainJobs(List<PlainJobType> own) {
        own.forEach(type -> types.put(type.className(), type));
    }

    public void add(JobPlugin<?> plugin) {
        PlainJobType type = new PluginJob<>(plugin);
        if (types.putIfAbsent(type.className(), type) != null) {
            throw new IllegalArgumentException("there is a job %s already".formatted(type.className()));
        }
    }

    public void remove(JobPlugin<?> plugin) {
        types.values().removeIf(type -> type instanceof PluginJob<?> job && job.isOf(plugin));
    }

    /** The jobs that plugins brought: name to the bundle that brought it. */
    public Map<String, String> ofPlugins() {
        Map<String, String> names = new TreeMap<>();
        types.values().forEach(type -> {
            if (type instanceof PluginJob<?> job) {
                names.put(type.className(), job.origin());
            }
        });
        return names;
    }

    public PlainJobType type(String className) {
        PlainJobType type = types.get(className);
        if (type == null) {
            throw new InvalidRequestException(
                    "class_name", "There is no job '%s'".formatted(className.length() > 64 ? "…" : className));
        }
        return type;
    }

    public Goal.Perform goal(String className, Map<String, String> arguments, Cluster cluster) {
        PlainJobType type = type(className);
        return new Goal.Perform(type.plan(arguments, cluster), type.subject(arguments));
    }

    /** The job as it would be planned now. */
    public PlainJob plan(Job job, Cluster cluster) {
        return type(job.className()).plan(job.arguments(), cluster);
    }

    public List<Step<StepContext>> steps(Job job, Cluster cluster) {
        return type(job.className()).steps(job.arguments(), cluster);
    }

    public void succeeded(Job job, Transaction transaction) {
        PlainJobType type = types.get(job.className());
        if (type != null) {
            type.succeeded(job.arguments(), transaction);
        }
    }

    /** What is offered on an object. A plugin that fails at it offers nothing. */
    public List<ClusterView.AvailableJob> offers(StatefulObject<?> object, Cluster cluster) {
        List<ClusterView.AvailableJob> offers = new ArrayList<>();
        for (PlainJobType type : types.values()) {
            try {
                type.offer(object, cluster).ifPresent(offers::add);
            } catch (RuntimeException | LinkageError failed) {
                LOG.warn("Job {} cannot say whether it applies to {}", type.className(), object.label(), failed);
            }
        }
        offers.sort(Comparator.comparing(ClusterView.AvailableJob::verb));
        return offers;
    }
}
