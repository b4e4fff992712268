package org.chroma.agent.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/** Starts bundles, each on a thread of its own, so that one whose start hangs keeps nobody waiting for long. */
final class BundleStarts {
    private final Duration patience;
    private final Map<Long, Start> running = new ConcurrentHashMap<>();

    /** A start that has not ended. */
    private static final class Start {
        private final Instant since = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        private final long begin = System.nanoTime();
        private final CompletableFuture<Void> end = new CompletableFuture<>();
        private final Thread thread;

        private Start(Bundle bundle, Runnable work) {
            thread = new Thread(work, "start of " + bundle.getSymbolicName());
            thread.setDaemon(true);
        }
    }

    /** @param patience how long is waited for the start of a bundle, and for the end of one that was interrupted */
    BundleStarts(Duration patience) {
        this.patience = patience;
    }

    /** Begins to start a bundle, unless that is under way, and waits for nothing. */
    void begin(Bundle bundle) {
        var unused = beginning(bundle);
    }

    /**
     * Starts a bundle.
     *
     * @throws BundleException when it does not start, or has not started yet; in the latter case its start goes on
     */
    void start(Bundle bundle) throws BundleException {
        Start start = beginning(bundle);
        try {
            // Who asks again and again waits once.
            long left = patience.toNanos() - (System.nanoTime() - start.begin);
            start.end.get(Math.max(0, left), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new BundleException("it has been starting since " + start.since);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BundleException("interrupted", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof BundleException failed
                    ? failed
                    : new BundleException("its start failed: " + e.getCause(), e.getCause());
        }
    }

    private Start beginning(Bundle bundle) {
        synchronized (running) {
            Start under = running.get(bundle.getBundleId());
            if (under != null) {
                return under;
            }
            Start start = new Start(bundle, () -> work(bundle));
            running.put(bundle.getBundleId(), start);
            start.thread.start();
            return start;
        }
    }

    private void work(Bundle bundle) {
        Optional<Throwable> failure = Optional.empty();
        try {
            // Not for good: the framework would start it again by itself, on the one thread that starts everything.
            bundle.start(Bundle.START_TRANSIENT);
        } catch (Throwable e) { // what an activator does is the plugin's
            failure = Optional.of(e);
        }
        Start start;
        synchronized (running) {
            start = running.remove(bundle.getBundleId());
        }
        if (start != null) {
            failure.ifPresentOrElse(start.end::completeExceptionally, () -> start.end.complete(null));
        }
    }

    /**
     * Interrupts the start of a bundle that is to go.
     *
     * @throws BundleException when its start does not end; anyone who stopped the bundle would wait for that
     */
    void abandon(Bundle bundle) throws BundleException {
        Start start = running.get(bundle.getBundleId());
        if (start == null) {
            return;
        }
        start.thread.interrupt();
        try {
            start.thread.join(patience.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (start.thread.isAlive()) {
            throw new BundleException("it has been starting since %s and cannot be interrupted".formatted(start.since));
        }
    }
}
