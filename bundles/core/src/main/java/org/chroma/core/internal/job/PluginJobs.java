package org.chroma.core.internal.job;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.chroma.core.ClusterView.AvailableJob;
import org.chroma.core.ClusterView.PluginStatus;
import org.chroma.core.internal.foreign.ForeignCodeException;
import org.chroma.core.internal.foreign.Origin;
import org.chroma.spi.JobPlugin;
import org.chroma.state.StatefulObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jobs that plugins brought, as they come and go. A plugin whose job cannot be used is named, and harms nothing
 * else.
 */
final class PluginJobs {
    private static final Logger LOG = LoggerFactory.getLogger(PluginJobs.class);
    private static final String KIND = "job";

    private final InstantSource clock;
    private final Map<String, PluginJob<?>> jobs = new ConcurrentHashMap<>();
    private final Map<JobPlugin<?>, PluginJob<?>> used = Collections.synchronizedMap(new IdentityHashMap<>());
    private final Map<JobPlugin<?>, PluginStatus> refused = Collections.synchronizedMap(new IdentityHashMap<>());

    PluginJobs(InstantSource clock) {
        this.clock = clock;
    }

    /** @param own names that are taken */
    void add(JobPlugin<?> plugin, Set<String> own) {
        try {
            PluginJob<?> job = PluginJob.of(plugin, clock);
            if (own.contains(job.className()) || jobs.putIfAbsent(job.className(), job) != null) {
                throw new IllegalArgumentException("there is already a job %s".formatted(job.className()));
            }
            used.put(plugin, job);
        } catch (ForeignCodeException | IllegalArgumentException e) {
            LOG.warn("Job plugin {} is not used: {}", plugin.getClass().getName(), e.getMessage());
            refused.put(
                    plugin,
                    new PluginStatus(
                            Origin.nameOf(plugin.getClass()),
                            KIND,
                            Origin.of(plugin.getClass()),
                            "It is not used: " + e.getMessage()));
        }
    }

    void remove(JobPlugin<?> plugin) {
        refused.remove(plugin);
        PluginJob<?> job = used.remove(plugin);
        if (job != null) {
            jobs.remove(job.className(), job);
            job.close();
        }
    }

    Optional<PluginJob<?>> find(String className) {
        return Optional.ofNullable(jobs.get(className));
    }

    /** What is offered on an object. A plugin that fails at it offers nothing; its health says why. */
    List<AvailableJob> offers(StatefulObject<?> object) {
        List<AvailableJob> offers = new ArrayList<>();
        for (PluginJob<?> job : jobs.values()) {
            try {
                job.offer(object).ifPresent(offers::add);
            } catch (ForeignCodeException failed) {
                LOG.debug("{} is not offered on {}", job.className(), object.label(), failed);
            }
        }
        return offers;
    }

    /** How the plugins are. */
    List<PluginStatus> health() {
        List<PluginStatus> health = new ArrayList<>();
        jobs.values()
                .forEach(job -> health.add(new PluginStatus(
                        job.className(), KIND, job.code().origin(), job.code().problem())));
        synchronized (refused) {
            health.addAll(refused.values());
        }
        return health;
    }
}
