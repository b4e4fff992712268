package org.chroma.agent.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.chroma.protocol.Limits;
import org.chroma.spi.Machine;
import org.jspecify.annotations.Nullable;

/**
 * Lets all device plugins look at one machine. A slow plugin delays nobody: what it sees goes into a later report. One
 * that does not end within the time limit is interrupted, and asked again only when it has really ended.
 */
final class Scanner {
    private final Machine machine;
    private final Clock clock;
    private final ScheduledExecutorService timer;
    private final Duration patience;
    private final Duration limit;
    private final Map<DeviceProbe<?>, Look> looks = new HashMap<>();

    /**
     * @param patience how long a report waits for its plugins
     * @param limit after which a plugin is given up
     */
    Scanner(Machine machine, Clock clock, ScheduledExecutorService timer, Duration patience, Duration limit) {
        this.machine = machine;
        this.clock = clock;
        this.timer = timer;
        this.patience = patience;
        this.limit = limit;
    }

    /**
     * Starts every plugin that is not still looking.
     *
     * @return what was seen until patience ended, by plugin; a plugin that needs longer is missing
     */
    CompletableFuture<Map<String, ScanOutcome>> look(Map<String, DeviceProbe<?>> probes) {
        Map<String, Look> current = new HashMap<>();
        synchronized (looks) {
            looks.keySet().removeIf(probe -> !probes.containsValue(probe));
            probes.forEach((name, probe) -> {
                Look look = looks.get(probe);
                if (look == null || look.reported) {
                    look = begin(probe);
                    looks.put(probe, look);
                }
                current.put(name, look);
            });
        }
        CompletableFuture<?>[] all =
                current.values().stream().map(look -> look.outcome).toArray(CompletableFuture<?>[]::new);
        CompletableFuture<Map<String, ScanOutcome>> result = new CompletableFuture<>();
        Future<?> impatience =
                timer.schedule(() -> result.complete(collect(current)), patience.toMillis(), TimeUnit.MILLISECONDS);
        var unused = CompletableFuture.allOf(all).whenComplete((done, problem) -> {
            impatience.cancel(false);
            result.complete(collect(current));
        });
        return result;
    }

    private Map<String, ScanOutcome> collect(Map<String, Look> current) {
        Map<String, ScanOutcome> seen = new HashMap<>();
        synchronized (looks) {
            current.forEach((name, look) -> {
                ScanOutcome outcome = look.outcome.getNow(null);
                if (outcome == null && look.asked.plus(limit).isBefore(clock.instant())) {
                    outcome = new ScanOutcome.Failed(name + " could not begin: it hangs on other machines");
                    seen.put(name, outcome);
                } else if (outcome != null) {
                    // A plugin that hangs is reported again and again, and not started again, until its thread is back.
                    look.reported = look.ended;
                    seen.put(name, outcome);
                }
            });
        }
        return seen;
    }

    private Look begin(DeviceProbe<?> probe) {
        Look look = new Look(clock.instant());
        try {
            look.task = probe.executor().submit(() -> run(probe, look));
        } catch (RejectedExecutionException e) {
            look.ended = true;
            look.outcome.complete(new ScanOutcome.Failed(probe.name() + " hangs on other machines and was not asked"));
        }
        return look;
    }

    private void run(DeviceProbe<?> probe, Look look) {
        Future<?> limiter = timer.schedule(() -> giveUp(probe, look), limit.toMillis(), TimeUnit.MILLISECONDS);
        ScanOutcome outcome;
        try {
            outcome = probe.look(machine, Instant.now(clock));
        } catch (Throwable e) { // a plugin may do anything, and an Error of its is no reason to stop reporting
            outcome = new ScanOutcome.Failed(Limits.cut(describe(e)));
        } finally {
            limiter.cancel(false);
        }
        synchronized (looks) {
            look.ended = true;
            if (!look.outcome.complete(outcome)) {
                look.reported = true;
            }
        }
    }

    private void giveUp(DeviceProbe<?> probe, Look look) {
        boolean late = look.outcome.complete(
                new ScanOutcome.Failed("%s did not end within %d s".formatted(probe.name(), limit.toSeconds())));
        Future<?> task = look.task;
        if (late && task != null) {
            task.cancel(true);
        }
    }

    private static String describe(Throwable problem) {
        String message = problem.getMessage();
        return message == null || message.isBlank() ? problem.getClass().getName() : message;
    }

    /** One run of one plugin. Its fields are guarded by the scanner's lock. */
    private static final class Look {
        final CompletableFuture<ScanOutcome> outcome = new CompletableFuture<>();
        final Instant asked;
        volatile @Nullable Future<?> task;
        boolean ended;
        boolean reported;

        Look(Instant asked) {
            this.asked = asked;
        }
    }
}
