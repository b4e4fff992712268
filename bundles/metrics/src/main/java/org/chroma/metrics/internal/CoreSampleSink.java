package org.chroma.metrics.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.chroma.core.port.SampleSink;
import org.chroma.metrics.DeclaredMetrics;
import org.chroma.spi.Metric;
import org.chroma.spi.Sample;
import org.chroma.statistics.Batch;
import org.chroma.statistics.EntityInfo;
import org.chroma.statistics.Selector;
import org.chroma.statistics.Series;
import org.chroma.statistics.SeriesId;
import org.chroma.statistics.SeriesType;
import org.chroma.statistics.Statistics;
import org.chroma.statistics.StatisticsException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the core's readings: an entity is an object as {@code host/3}, or a job on one as {@code target/7/job/cp.500}
 * with the attributes {@code object} and {@code job}.
 */
@Component(service = SampleSink.class, configurationPid = "org.chroma.statistics.samples")
@Designate(ocd = CoreSampleSink.Config.class)
public final class CoreSampleSink implements SampleSink {
    private static final Logger LOG = LoggerFactory.getLogger(CoreSampleSink.class);
    private static final long SWEEP_MILLIS = Duration.ofMinutes(10).toMillis();

    /** Definitions that are shared by all entities that have them. */
    private static final int SHARED = 20_000;

    /** Which readings are kept. */
    @ObjectClassDefinition(name = "Chroma samples")
    public @interface Config {
        @AttributeDefinition(description = "Most jobs of one target whose statistics are kept")
        int jobs() default 20;

        @AttributeDefinition(description = "Hours for which the statistics of a job are kept after it was last active")
        int job_hours() default 24;
    }

    private final DeclaredMetrics declared;
    private final JobSeries jobs;
    private final Map<Shared, Series> shared = new ConcurrentHashMap<>();
    private final Set<String> complained = ConcurrentHashMap.newKeySet();
    private final AtomicLong swept = new AtomicLong();
    private final ExecutorService dropper = Executors.newSingleThreadExecutor(body -> {
        Thread thread = new Thread(body, "chroma-statistics-drop");
        thread.setDaemon(true);
        return thread;
    });
    private volatile @Nullable Statistics statistics;

    private record Shared(String name, Map<String, String> labels, Sample.Type type, String unit) {}

    @Activate
    public CoreSampleSink(Config config, @Reference DeclaredMetrics declared) {
        this(config.jobs(), Duration.ofHours(config.job_hours()), declared);
    }

    CoreSampleSink(int most, Duration keep, DeclaredMetrics declared) {
        this.declared = declared;
        jobs = new JobSeries(most, keep.toMillis());
    }

    /**
     * Another store may come to stand before the local one while readings arrive: none of them is to meet a closed
     * door.
     */
    @Reference(policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    void setStatistics(Statistics store) {
        statistics = store;
        recall(store);
    }

    void unsetStatistics(Statistics gone) {
        if (statistics == gone) {
            statistics = null;
        }
    }

    /** Jobs that the store holds already count among those that are kept. */
    private void recall(Statistics store) {
        List<String> surplus = new ArrayList<>();
        for (EntityInfo entity : store.entities(Selector.all())) {
            String job = entity.attributes().get("job");
            if (job != null
                    && jobs.admit(JobSeries.object(entity.key()), job, entity.lastUpdate(), surplus)
                            == JobSeries.Place.NONE) {
                surplus.add(entity.key());
            }
        }
        dropSoon(surplus);
    }

    @Deactivate
    void close() {
        dropper.shutdown();
    }

    private Statistics statistics() {
        Statistics now = statistics;
        if (now == null) {
            throw new StatisticsException(StatisticsException.Fault.UNAVAILABLE, "The statistics store is closed");
        }
        return now;
    }

    /**
     * The plugins of one report look one after the other, a few milliseconds apart; to the statistics an entity's
     * readings of one report are one update, at the time of the first.
     */
    @Override
    public void write(List<Attributed> samples) {
        Batch batch = new Batch();
        Map<String, Long> times = new HashMap<>();
        Map<String, Boolean> admitted = new HashMap<>();
        for (Attributed attributed : samples) {
            Sample sample = attributed.sample();
            String object = attributed.entity();
            long time = times.computeIfAbsent(object, any -> sample.at().toEpochMilli());
            String job = sample.labels().get(Sample.JOB);
            String entity = job == null ? object : JobSeries.key(object, job);
            if (job == null || admitted.computeIfAbsent(entity, any -> admit(object, job, time))) {
                batch.add(entity, time, series(sample), number(sample.value()));
            }
        }
        // Nobody waits: a report is accepted whether or not its readings can be kept.
        var unused = statistics().write(batch).exceptionally(problem -> {
            LOG.error("Readings of a report are lost", problem);
            return null;
        });
        times.values().stream().max(Long::compare).ifPresent(this::sweep);
    }

    private boolean admit(String object, String job, long time) {
        List<String> evicted = new ArrayList<>();
        JobSeries.Place place = jobs.admit(object, job, time, evicted);
        dropSoon(evicted);
        if (place != JobSeries.Place.NEW) {
            return place == JobSeries.Place.KNOWN;
        }
        try {
            statistics().define(JobSeries.key(object, job), Map.of("object", object, "job", job), List.of());
            return true;
        } catch (StatisticsException e) {
            jobs.forget(object, job);
            if (complained.add(object)) {
                LOG.warn("Statistics of job {} on {} are not kept: {}", job, object, e.getMessage());
            }
            return false;
        }
    }

    private void sweep(long time) {
        long last = swept.get();
        if (time - last > SWEEP_MILLIS && swept.compareAndSet(last, time)) {
            dropSoon(jobs.expire(time));
        }
    }

    @Override
    public void drop(String entity) {
        List<String> all = new ArrayList<>(jobs.forget(entity));
        all.add(entity);
        complained.remove(entity);
        dropSoon(all);
    }

    @Override
    public void keepOnly(Set<String> entities) {
        List<String> gone = new ArrayList<>();
        for (EntityInfo entity : statistics().entities(Selector.all())) {
            String object = JobSeries.object(entity.key());
            if (object.matches("(host|target)/\\d+") && !entities.contains(object)) {
                jobs.forget(object);
                gone.add(entity.key());
            }
        }
        dropSoon(gone);
    }

    /** Deleting waits for the database; those who write must not. */
    private void dropSoon(List<String> keys) {
        if (keys.isEmpty()) {
            return;
        }
        try {
            dropper.execute(() -> keys.forEach(this::dropNow));
        } catch (RejectedExecutionException e) {
            LOG.debug("Statistics end; {} are dropped when they are back", keys);
        }
    }

    private void dropNow(String key) {
        if (jobs.holds(key)) {
            return; // the job came back meanwhile
        }
        try {
            statistics().drop(key);
        } catch (StatisticsException e) {
            LOG.warn("Statistics of {} could not be dropped", key, e);
        }
    }

    /**
     * Lustre's and Linux's counters have 64 bits, which never wrap, but they begin at 0 again when a target is mounted
     * or a server boots: growth that would be negative is unknown, not a wrap. The declared unit is kept with the
     * series, which outlive what declares them.
     */
    private Series series(Sample sample) {
        Map<String, String> labels = sample.labels();
        if (labels.containsKey(Sample.JOB)) {
            Map<String, String> others = new HashMap<>(labels);
            others.remove(Sample.JOB);
            labels = Map.copyOf(others);
        }
        if (shared.size() > SHARED) {
            shared.clear();
        }
        String unit = declared.find(sample.series()).map(Metric::unit).orElse("");
        return shared.computeIfAbsent(new Shared(sample.series(), labels, sample.type(), unit), CoreSampleSink::define);
    }

    private static Series define(Shared shared) {
        SeriesId id = new SeriesId(shared.name(), shared.labels());
        Series series = switch (shared.type()) {
            case GAUGE -> Series.of(id, SeriesType.GAUGE);
            case COUNTER, DERIVE -> Series.of(id, SeriesType.DERIVE).minimum(0);
            case ABSOLUTE -> Series.of(id, SeriesType.ABSOLUTE);
        };
        return series.unit(shared.unit());
    }

    /** Whole numbers are kept as such, which is exact and takes less room. */
    private static Number number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1L << 53) {
            return (long) value;
        }
        return value;
    }
}
