package org.chroma.state;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The locks of all unfinished jobs, in the order in which the jobs were queued: who waits for whom, and in which state
 * an object will be. Not thread-safe: it belongs to the one who queues.
 */
public final class LockTable {
    private final Map<ObjectId<?>, Queue> queues = new HashMap<>();
    private final Map<Long, List<Lock>> jobs = new TreeMap<>();

    /** The locks on one object, by the number of the job that holds them. */
    private static final class Queue {
        private final NavigableMap<Long, Lock> writers = new TreeMap<>();
        private final NavigableMap<Long, Lock> readers = new TreeMap<>();

        private boolean isEmpty() {
            return writers.isEmpty() && readers.isEmpty();
        }
    }

    /**
     * Takes locks for a job.
     *
     * @param job its number; greater than those of all jobs before it
     * @return the jobs that it must wait for
     * @throws ContradictionException when a writer expects a state in which the writer before it does not leave the
     *     object
     */
    public Set<Long> add(long job, Collection<Lock> locks) {
        Set<Long> waits = new TreeSet<>();
        for (Lock lock : locks) {
            Queue queue = queues.get(lock.object());
            if (queue != null) {
                wait(job, lock, queue, waits);
            }
        }
        waits.remove(job);
        for (Lock lock : locks) {
            Queue queue = queues.computeIfAbsent(lock.object(), object -> new Queue());
            (lock.writes() ? queue.writers : queue.readers).put(job, lock);
        }
        jobs.put(job, List.copyOf(locks));
        return waits;
    }

    /** Gives back the locks of a job that ended, and says on which objects no lock is left. */
    public Set<ObjectId<?>> remove(long job) {
        List<Lock> locks = jobs.remove(job);
        if (locks == null) {
            return Set.of();
        }
        Set<ObjectId<?>> free = new LinkedHashSet<>();
        for (Lock lock : locks) {
            Queue queue = queues.get(lock.object());
            if (queue != null) {
                (lock.writes() ? queue.writers : queue.readers).remove(job);
                if (queue.isEmpty()) {
                    queues.remove(lock.object());
                    free.add(lock.object());
                }
            }
        }
        return free;
    }

    /** Whether any unfinished job reads or writes the object. */
    public boolean isLocked(ObjectId<?> object) {
        return queues.containsKey(object);
    }

    /** Whether an unfinished job writes the object. */
    public boolean isWriteLocked(ObjectId<?> object) {
        Queue queue = queues.get(object);
        return queue != null && !queue.writers.isEmpty();
    }

    /** The job that decides the state that {@link #expected} says; empty where no unfinished job writes the object. */
    public OptionalLong lastWriter(ObjectId<?> object) {
        Queue queue = queues.get(object);
        return queue == null || queue.writers.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(queue.writers.lastKey());
    }

    /** The state of each object once all queued jobs have ended well. */
    public States expected(World world) {
        return new States() {
            @Override
            public <S extends Enum<S>> S of(ObjectId<S> object) {
                Queue queue = queues.get(object);
                if (queue == null || queue.writers.isEmpty()) {
                    return world.get(object).state();
                }
                Enum<?> end = queue.writers.lastEntry().getValue().end();
                if (end == null) {
                    throw new UnknownStateException(object);
                }
                return object.kind().states().cast(end);
            }
        };
    }

    private static void wait(long job, Lock lock, Queue queue, Set<Long> waits) {
        Map.Entry<Long, Lock> writer = queue.writers.lowerEntry(job);
        if (writer != null) {
            waits.add(writer.getKey());
        }
        if (lock.writes()) {
            Enum<?> left = writer == null ? null : writer.getValue().end();
            if (left != null && lock.begin() != null && left != lock.begin()) {
                throw new ContradictionException(job, lock.object(), lock.begin(), writer.getKey(), left);
            }
            waits.addAll(queue.readers
                    .subMap(writer == null ? Long.MIN_VALUE : writer.getKey(), false, job, false)
                    .keySet());
        }
    }
}
