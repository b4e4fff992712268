package org.chroma.metrics.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chroma.statistics.EntityInfo;

/**
 * Which jobs of which objects have statistics. Jobs come and go without end, so each is an entity of its own that can
 * be dropped, and an object keeps those of its latest jobs alone.
 */
final class JobSeries {
    private final int most;
    private final long keepMillis;
    private final Map<String, Map<String, Long>> seen = new HashMap<>();

    /**
     * Begins without any.
     *
     * @param most jobs of one object
     * @param keepMillis how long a job is kept after it was last reported
     */
    JobSeries(int most, long keepMillis) {
        this.most = most;
        this.keepMillis = keepMillis;
    }

    /** Key of the entity that holds a job's series. */
    static String key(String object, String job) {
        return object + EntityInfo.JOB + job;
    }

    /** The object that an entity belongs to: itself, or that of the job. */
    static String object(String key) {
        int at = key.indexOf(EntityInfo.JOB);
        return at < 0 ? key : key.substring(0, at);
    }

    /** What became of a job that was reported. */
    enum Place {
        KNOWN,
        NEW,
        /** All places are taken by jobs that were reported at the same time. */
        NONE
    }

    /**
     * Notes a job that was reported.
     *
     * @param time of the report; milliseconds
     * @param evicted takes the key of the job that has to go for it
     */
    synchronized Place admit(String object, String job, long time, List<String> evicted) {
        Map<String, Long> jobs = seen.computeIfAbsent(object, any -> new HashMap<>());
        if (jobs.containsKey(job)) {
            jobs.merge(job, time, Math::max);
            return Place.KNOWN;
        }
        if (jobs.size() >= most) {
            Optional<Map.Entry<String, Long>> oldest = jobs.entrySet().stream().min(Map.Entry.comparingByValue());
            if (oldest.isEmpty() || oldest.get().getValue() >= time) {
                return Place.NONE;
            }
            String leaves = oldest.get().getKey();
            jobs.remove(leaves);
            evicted.add(key(object, leaves));
        }
        jobs.put(job, time);
        return Place.NEW;
    }

    /** Whether an entity holds the series of a job that is kept. */
    synchronized boolean holds(String key) {
        int at = key.indexOf(EntityInfo.JOB);
        return at >= 0
                && seen.getOrDefault(key.substring(0, at), Map.of())
                        .containsKey(key.substring(at + EntityInfo.JOB.length()));
    }

    /** Forgets a job that could not be kept. */
    synchronized void forget(String object, String job) {
        Map<String, Long> jobs = seen.get(object);
        if (jobs != null) {
            jobs.remove(job);
        }
    }

    /** Forgets an object; returns the keys of its jobs. */
    synchronized List<String> forget(String object) {
        Map<String, Long> jobs = seen.remove(object);
        return jobs == null
                ? List.of()
                : jobs.keySet().stream().map(job -> key(object, job)).toList();
    }

    /** Forgets the jobs that were last reported long before a time; returns their keys. */
    synchronized List<String> expire(long time) {
        List<String> keys = new ArrayList<>();
        seen.forEach((object, jobs) -> jobs.entrySet().removeIf(job -> {
            boolean old = time - job.getValue() > keepMillis;
            if (old) {
                keys.add(key(object, job.getKey()));
            }
            return old;
        }));
        seen.values().removeIf(Map::isEmpty);
        return keys;
    }
}
