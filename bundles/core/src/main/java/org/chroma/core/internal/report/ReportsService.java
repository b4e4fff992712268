package org.chroma.core.internal.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.chroma.core.ChromaException;
import org.chroma.core.Cluster;
import org.chroma.core.ErrorCode;
import org.chroma.core.Reports;
import org.chroma.core.internal.engine.Engine;
import org.chroma.core.port.SampleSink;
import org.chroma.model.Host;
import org.chroma.model.HostState;
import org.chroma.model.Target;
import org.chroma.model.TargetKind;
import org.chroma.spi.Observation;
import org.chroma.spi.Sample;
import org.chroma.state.ObjectId;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Takes reports: what they say of the cluster goes to the reconciler, their readings to the statistics. */
@Component
public final class ReportsService implements Reports {
    private final Engine engine;
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong readings = new AtomicLong();
    private volatile @Nullable SampleSink sink;

    @Activate
    public ReportsService(@Reference Engine engine) {
        this.engine = engine;
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void setSink(SampleSink sink) {
        this.sink = sink;
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
            cluster = engine.write(transaction -> {
                if (transaction.cluster().host(id).isEmpty()) {
                    throw new ChromaException(ErrorCode.NOT_FOUND, "There is no server %d".formatted(number));
                }
                new Reconciler(engine.scheduler(), transaction, id, observedAt).accept(observations, claims);
                return transaction.cluster();
            });
        } catch (RuntimeException e) {
            refused.incrementAndGet();
            throw e;
        }
        accepted.incrementAndGet();
        Map<String, String> problems = new HashMap<>(claims.failures());
        problems.putAll(failures);
        engine.plugins().note(number, observations.keySet(), problems);
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
