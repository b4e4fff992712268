package org.chroma.core.internal.schedule;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.chroma.core.Command;
import org.chroma.core.Job;
import org.chroma.core.JobState;
import org.chroma.state.Lock;
import org.chroma.state.LockTable;
import org.chroma.state.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * What follows from the unfinished jobs: who holds what, who waits for whom, who is ready. Can be rebuilt from the
 * jobs at any time. Belongs to the thread that writes.
 */
public final class Schedule {
    private LockTable locks = new LockTable();
    private final Map<Long, Set<Long>> waits = new HashMap<>();
    private final Map<Long, Set<Long>> waiters = new HashMap<>();
    private final TreeSet<Long> ready = new TreeSet<>();
    private final Set<Long> running = new TreeSet<>();
    private final Set<Object> tasks = new HashSet<>();
    private final Map<Long, Set<Long>> commandsOf = new HashMap<>();
    private final Map<Long, Integer> unfinishedOf = new HashMap<>();

    /** A plain job on an object, of which one at a time is enough. */
    private record Task(String className, @Nullable ObjectId<?> subject) {}

    /**
     * An ended job: the objects it wrote to or held the last lock on, its commands, and those whose last job it was.
     */
    record Ended(Set<ObjectId<?>> touched, Set<Long> commands, Set<Long> last) {}

    public Schedule(Collection<Job> jobs, Collection<Command> commands) {
        derive(jobs, commands);
    }

    /** Forgets everything, and begins again with these. */
    void derive(Collection<Job> jobs, Collection<Command> commands) {
        locks = new LockTable();
        List.of(waits, waiters, commandsOf, unfinishedOf).forEach(Map::clear);
        List.of(ready, running, tasks).forEach(Collection::clear);
        Map<Long, Job> unfinished = new TreeMap<>();
        jobs.stream().filter(job -> !job.state().isDone()).forEach(job -> unfinished.put(job.id(), job));
        for (Job job : unfinished.values()) {
            locks.add(job.id(), locksOf(job));
            Set<Long> open = new TreeSet<>(job.waitFor());
            open.retainAll(unfinished.keySet());
            admit(job, open);
        }
        commands.stream()
                .filter(command -> !command.complete())
                .forEach(command -> joined(command, unfinished.keySet()));
    }

    public LockTable locks() {
        return locks;
    }

    /** Takes a new job's locks, and answers the jobs that it must wait for because of them. */
    Set<Long> lock(long job, List<Lock> wanted) {
        return locks.add(job, wanted);
    }

    /** Queues a job whose locks were taken. */
    void admit(Job job, Set<Long> open) {
        tasks.add(new Task(job.className(), job.subject()));
        if (job.state() == JobState.RUNNING) {
            running.add(job.id());
        } else if (open.isEmpty()) {
            ready.add(job.id());
        } else {
            waits.put(job.id(), new TreeSet<>(open));
            open.forEach(other ->
                    waiters.computeIfAbsent(other, key -> new TreeSet<>()).add(job.id()));
        }
    }

    boolean isUnfinished(long job) {
        return running.contains(job) || ready.contains(job) || waits.containsKey(job);
    }

    boolean hasUnfinished(String className, @Nullable ObjectId<?> subject) {
        return tasks.contains(new Task(className, subject));
    }

    @Nullable
    Long nextReady() {
        return ready.isEmpty() ? null : ready.first();
    }

    int running() {
        return running.size();
    }

    void started(long job) {
        ready.remove(job);
        running.add(job);
    }

    /** Lets go of an ended job. */
    Ended ended(Job job) {
        Set<ObjectId<?>> touched = new LinkedHashSet<>();
        job.locks().stream().filter(Job.Lock::write).forEach(lock -> touched.add(lock.object()));
        touched.addAll(release(job));
        Set<Long> commands = commandsOf(job.id());
        return new Ended(touched, commands, leave(job.id()));
    }

    /** Frees who waits for it, and answers the objects on which no lock is left. */
    private Set<ObjectId<?>> release(Job job) {
        long id = job.id();
        tasks.remove(new Task(job.className(), job.subject()));
        ready.remove(id);
        running.remove(id);
        Set<Long> before = waits.remove(id);
        if (before != null) {
            before.forEach(other -> waiters.getOrDefault(other, Set.of()).remove(id));
        }
        Set<Long> freed = waiters.remove(id);
        if (freed != null) {
            for (long waiter : freed) {
                Set<Long> left = waits.get(waiter);
                if (left != null && left.remove(id) && left.isEmpty()) {
                    waits.remove(waiter);
                    ready.add(waiter);
                }
            }
        }
        return locks.remove(id);
    }

    /** Notes which jobs a command waits for. Called again when jobs were added to it. */
    void joined(Command command, Set<Long> unfinished) {
        int open = 0;
        for (long job : command.jobs()) {
            if (unfinished.contains(job)) {
                commandsOf.computeIfAbsent(job, key -> new TreeSet<>()).add(command.id());
                open++;
            }
        }
        unfinishedOf.put(command.id(), open);
    }

    /** The commands that a job belongs to. */
    Set<Long> commandsOf(long job) {
        return Set.copyOf(commandsOf.getOrDefault(job, Set.of()));
    }

    /** Whether a command still waits for jobs. */
    boolean isOpen(long command) {
        return unfinishedOf.containsKey(command);
    }

    /** Counts an ended job out of its commands, and answers those whose last one it was. */
    private Set<Long> leave(long job) {
        Set<Long> complete = new TreeSet<>();
        Set<Long> commands = commandsOf.remove(job);
        if (commands != null) {
            for (long command : commands) {
                if (unfinishedOf.merge(command, -1, Integer::sum) == 0) {
                    unfinishedOf.remove(command);
                    complete.add(command);
                }
            }
        }
        return complete;
    }

    static List<Lock> locksOf(Job job) {
        return job.locks().stream().map(Schedule::lock).toList();
    }

    private static Lock lock(Job.Lock lock) {
        return new Lock(
                lock.object(),
                lock.write() ? Lock.Mode.WRITE : Lock.Mode.READ,
                state(lock.object(), lock.beginState()),
                state(lock.object(), lock.endState()));
    }

    private static @Nullable Enum<?> state(ObjectId<?> object, @Nullable String name) {
        return name == null ? null : stateOf(object, name);
    }

    private static <S extends Enum<S>> S stateOf(ObjectId<S> object, String name) {
        return object.kind().stateOf(name).orElseThrow();
    }
}
