package org.chroma.prometheus.internal;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.chroma.statistics.EntityInfo;
import org.chroma.statistics.Follower;
import org.chroma.statistics.Latest;
import org.chroma.statistics.Reading;
import org.chroma.statistics.Series;
import org.chroma.statistics.SeriesId;

/** The newest update of each entity since the start: what lists show is not to depend on an endpoint. */
final class Newest {

    /** The newest update of one entity. */
    private static final class Entity {
        long time = Long.MIN_VALUE;
        final Map<SeriesId, Double> readings = new HashMap<>();
    }

    private static final Entity NEVER = new Entity();

    private final Map<String, Entity> entities = new ConcurrentHashMap<>();

    /** Time of the newest update in milliseconds; empty if there was none. */
    Optional<Long> time(String entity) {
        Entity known = entities.get(entity);
        if (known == null) {
            return Optional.empty();
        }
        synchronized (known) {
            return known.time == Long.MIN_VALUE ? Optional.empty() : Optional.of(known.time);
        }
    }

    /**
     * The newest readings of an entity, NaN where its newest update had none; series that it does not have are left
     * out.
     */
    Latest latest(EntityInfo info, Collection<SeriesId> series) {
        Set<SeriesId> its = info.series().stream().map(Series::id).collect(Collectors.toSet());
        Entity known = entities.getOrDefault(info.key(), NEVER);
        synchronized (known) {
            return new Latest(
                    info.key(),
                    known.time == Long.MIN_VALUE ? 0 : known.time,
                    series.stream()
                            .filter(its::contains)
                            .map(id -> new Reading(id, known.readings.getOrDefault(id, Double.NaN)))
                            .toList());
        }
    }

    void take(List<Follower.Update> updates) {
        for (Follower.Update update : updates) {
            Entity entity = entities.computeIfAbsent(update.entity(), key -> new Entity());
            synchronized (entity) {
                entity.time = update.time();
                entity.readings.clear();
                update.readings()
                        .forEach(reading -> entity.readings.put(
                                reading.series().id(), reading.value().doubleValue()));
            }
        }
    }

    void forget(String entity) {
        entities.remove(entity);
    }
}
