package org.chroma.prometheus.internal;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.chroma.statistics.Batch;
import org.chroma.statistics.EntityInfo;
import org.chroma.statistics.Follower;
import org.chroma.statistics.Series;
import org.chroma.statistics.SeriesId;
import org.chroma.statistics.Statistics;
import org.chroma.statistics.StatisticsException;
import org.chroma.statistics.WriteResult;

/**
 * Takes readings that the local store is not to keep: only what series there are is defined there, the readings go to
 * the queue for the endpoint alone. What comes at an impossible time is refused, as the local store does.
 */
final class Intake {
    private static final Duration AHEAD = Duration.ofMinutes(10);
    private static final long LEAST_ADVANCE_MILLIS = 1_000;
    private static final int MOST_REASONS = 20;

    private final Statistics local;
    private final Follower queue;
    private final Newest newest;
    private final InstantSource clock;
    private final Map<String, Map<SeriesId, Series>> defined = new HashMap<>();
    private long accepted;
    private long late;
    private long early;
    private long duplicate;
    private long refused;

    Intake(Statistics local, Follower queue, Newest newest, InstantSource clock) {
        this.local = local;
        this.queue = queue;
        this.newest = newest;
        this.clock = clock;
    }

    /** Collects what becomes of a batch. */
    private static final class Tally {
        final List<Follower.Update> updates = new ArrayList<>();
        final List<String> reasons = new ArrayList<>();
        final Map<String, Long> times = new HashMap<>();
        int accepted;
        int late;
        int early;
        int duplicate;
        int refused;

        void because(String reason) {
            if (reasons.size() < MOST_REASONS) {
                reasons.add(reason);
            }
        }
    }

    /** Counts since the start: accepted, late, early, duplicate, refused. */
    synchronized WriteResult total() {
        return new WriteResult((int) accepted, (int) late, (int) early, (int) duplicate, (int) refused, List.of());
    }

    synchronized CompletableFuture<WriteResult> write(Batch batch) {
        Tally tally = new Tally();
        for (Batch.Row row : batch.rows()) {
            List<Series> columns = row.recorder().columns();
            List<Batch.Reading> readings = new ArrayList<>(columns.size());
            for (int i = 0; i < columns.size(); i++) {
                readings.add(new Batch.Reading(columns.get(i), row.values()[i]));
            }
            update(row.recorder().entity(), row.time(), readings, tally);
        }
        batch.readings()
                .forEach((entity, times) -> times.forEach((time, readings) -> update(entity, time, readings, tally)));
        accepted += tally.accepted;
        late += tally.late;
        early += tally.early;
        duplicate += tally.duplicate;
        refused += tally.refused;
        WriteResult result =
                new WriteResult(tally.accepted, tally.late, tally.early, tally.duplicate, tally.refused, tally.reasons);
        if (tally.updates.isEmpty()) {
            return CompletableFuture.completedFuture(result);
        }
        newest.take(tally.updates);
        return queue.follow(tally.updates).thenApply(kept -> result);
    }

    private void update(String entity, long time, List<Batch.Reading> readings, Tally tally) {
        if (!timely(entity, time, readings.size(), tally)) {
            return;
        }
        Map<SeriesId, Series> known = define(entity, readings, tally);
        List<Batch.Reading> taken = new ArrayList<>(readings.size());
        for (Batch.Reading reading : readings) {
            Series series = known.get(reading.series().id());
            if (series == null) {
                tally.refused++;
            } else {
                taken.add(new Batch.Reading(series, reading.value()));
            }
        }
        if (!taken.isEmpty()) {
            tally.accepted += taken.size();
            tally.times.put(entity, time);
            tally.updates.add(new Follower.Update(entity, time, taken));
        }
    }

    private boolean timely(String entity, long time, int count, Tally tally) {
        long now = clock.millis();
        if (time - now > AHEAD.toMillis()) {
            tally.early += count;
            tally.because(entity + " is " + (time - now) / 1_000 + " s in the future");
            return false;
        }
        Long inBatch = tally.times.get(entity);
        Optional<Long> last = inBatch != null ? Optional.of(inBatch) : newest.time(entity);
        if (last.isPresent() && time == last.get()) {
            tally.duplicate += count;
            tally.because(entity + " was updated at " + time + " already");
            return false;
        }
        if (last.isPresent() && time - last.get() < LEAST_ADVANCE_MILLIS) {
            tally.late += count;
            tally.because("Bad update time " + time + " of " + entity + ": the last update was at " + last.get());
            return false;
        }
        return true;
    }

    /** The series of an entity, with those of the readings if there is room for them. */
    private Map<SeriesId, Series> define(String entity, List<Batch.Reading> readings, Tally tally) {
        Map<SeriesId, Series> known = defined.computeIfAbsent(entity, this::definitions);
        Map<SeriesId, Series> missing = new LinkedHashMap<>();
        for (Batch.Reading reading : readings) {
            if (!known.containsKey(reading.series().id())) {
                missing.putIfAbsent(reading.series().id(), reading.series());
            }
        }
        if (!missing.isEmpty()) {
            try {
                local.define(
                        entity,
                        local.entity(entity).map(EntityInfo::attributes).orElse(Map.of()),
                        List.copyOf(missing.values()));
                known.putAll(missing);
            } catch (StatisticsException e) {
                if (e.fault() != StatisticsException.Fault.CALLER) {
                    throw e;
                }
                tally.because(String.valueOf(e.getMessage()));
            }
        }
        return known;
    }

    private Map<SeriesId, Series> definitions(String entity) {
        Map<SeriesId, Series> series = new HashMap<>();
        local.entity(entity).ifPresent(info -> info.series().forEach(each -> series.put(each.id(), each)));
        return series;
    }

    synchronized void forget(String entity) {
        defined.remove(entity);
        newest.forget(entity);
    }
}
