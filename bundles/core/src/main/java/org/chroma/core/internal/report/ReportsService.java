package org.chroma.core.internal.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.chroma.core.ChromaException;
import org.chroma.core.Cluster;
import org.chroma.core.ErrorCode;
import org.chroma.core.Reports;
import org.chroma.core.internal.ledger.PatientWriter;
import org.chroma.core.internal.plugin.PluginHealth;
import org.chroma.core.internal.schedule.Schedule;
import org.chroma.core.internal.schedule.Scheduler;
import org.chroma.core.port.SampleSink;
import org.chroma.model.Host;
import org.chroma.model.HostState;
import org.chroma.model.Target;
import org.chroma.model.TargetKind;
import org.chroma.spi.Observation;
import org.chroma.spi.Sample;
import org.chroma.state.ObjectId;
import org.jspecify.annotations.Nullable;

/** Takes reports: what they say of the cluster goes to the reconciler, their readings to the statistics. */
public final class ReportsService implements Reports {
    private final PatientWriter writer;
    private final Schedule schedule;
    private final Scheduler scheduler;
    private final PluginHealth plugins;
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong readings = new AtomicLong();
    private volatile @Nullable SampleSink sink;

    public ReportsService(PatientWriter writer, Schedule schedule, Scheduler scheduler, PluginHealth plugins) {
        this.writer = writer;
        this.schedule = schedule;
        this.scheduler = scheduler;
        this.plugins = plugins;
    }

    /** From now on readings go there. */
    public void setSink(SampleSink come) {
        sink = come;
    }

    public void unsetSink(SampleSink gone) {
        if (sink == gone) {
            sink = null;
        }
    }

    @Override
    public void accept(
            long number, Instant observedAt, Map<String, Observation> observations, Map<String, String> failures) {
        ObjectId<HostState> id = Host.KIND.id(number);
        Claims claims = Claims.of(number, observations);
        Cluster cluster;
        try {
            cluster = writer.write(transaction -> {
                if (transaction.cluster().host(id).isEmpty()) {
                    throw new ChromaException(ErrorCode.NOT_FOUND, "There is no server %d".formatted(number));
                }
                Set<ObjectId<?>> changed =
                        new Reconciler(schedule.locks(), transaction, id, observedAt).accept(observations, claims);
                scheduler.follow(transaction, changed, Set.of());
                return transaction.cluster();
            });
        } catch (RuntimeException e) {
            refused.incrementAndGet();
            throw e;
        }
        accepted.incrementAndGet();
        Map<String, String> problems = new HashMap<>(claims.failures());
        problems.putAll(failures);
        plugins.note(number, observations.keySet(), problems);
        SampleSink receiver = sink;
        if (receiver != null) {
            List<SampleSink.Attributed> samples = attribute(cluster, id, observations);
            if (!samples.isEmpty()) {
                receiver.write(samples);
                readings.addAndGet(samples.size());
            }
        }
    }

    @Override
    public Tally tally() {
        return new Tally(accepted.get(), refused.get(), readings.get());
    }

    /** Finds the object that each reading belongs to; those of unknown objects are left out. */
    private static List<SampleSink.Attributed> attribute(
            Cluster cluster, ObjectId<HostState> host, Map<String, Observation> observations) {
        Map<String, String> targets = new HashMap<>();
        for (Target target : cluster.targetsOn(host)) {
            if (target.name() != null && target.kind() != TargetKind.MGT) {
                targets.put(target.name(), target.id().toString());
            }
        }
        List<SampleSink.Attributed> attributed = new ArrayList<>();
        for (Observation observation : observations.values()) {
            for (Sample sample : observation.samples()) {
                String entity = switch (sample.subject().kind()) {
                    case "host" -> host.toString();
                    case "target" -> targets.get(sample.subject().name());
                    default -> null;
                };
                if (entity != null) {
                    attributed.add(new SampleSink.Attributed(entity, sample));
                }
            }
        }
        return attributed;
    }
}
