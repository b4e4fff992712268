package org.chroma.core.internal.foreign;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What somebody else wrote, and the only way to call it: on a thread of its own, one call at a time, with a time limit.
 * Whatever it throws, and when it does not end, the caller reads in words that name it, and so does anyone who looks at
 * the plugins' health. Code that hangs costs one thread: until it lets go of that, it is not called again.
 */
public final class ForeignCode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ForeignCode.class);
    private static final int WAITING = 1_000;

    /** What fails for one object may work for the next; that the last call went well does not make the code healthy. */
    private static final Duration CONVALESCENCE = Duration.ofMinutes(1);

    private final String name;
    private final String origin;
    private final InstantSource clock;
    private final ThreadPoolExecutor threads;
    private @Nullable Call<?> running;
    private @Nullable Failure failure;

    private record Failure(String words, Instant at) {}

    /**
     * Code that was brought.
     *
     * @param name what users know it by
     * @param origin the bundle that brought it; outside of a framework its class
     */
    public ForeignCode(String name, String origin, InstantSource clock) {
        this.name = name;
        this.origin = origin;
        this.clock = clock;
        this.threads = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), task -> {
            Thread thread = new Thread(task, "chroma-foreign-" + name);
            thread.setDaemon(true);
            return thread;
        });
        threads.allowCoreThreadTimeOut(true);
    }

    public String name() {
        return name;
    }

    public String origin() {
        return origin;
    }

    /**
     * Calls it, and waits for what it answers.
     *
     * @param doing continues "BlinkJob failed at …", for example "saying what it does"
     * @param limit for the whole wait; calls that are before this one count
     * @throws ForeignCodeException when it throws anything, answers nothing, or does not end in time
     * @throws IllegalStateException on the thread that writes
     */
    public <T> T call(String doing, Duration limit, Callable<T> code) throws ForeignCodeException {
        WritingThread.refuse();
        Call<T> call = new Call<>(doing, limit, code);
        begin(call);
        try {
            T value = call.result.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (value == null) { // what others write need not be null-marked
                throw failed("%s returned nothing when %s".formatted(name, doing), null);
            }
            return value;
        } catch (ExecutionException e) {
            throw failed(words(doing, Objects.requireNonNullElse(e.getCause(), e)), e.getCause());
        } catch (TimeoutException e) {
            call.giveUp();
            throw failed(late(call), e);
        } catch (InterruptedException e) {
            call.giveUp();
            Thread.currentThread().interrupt();
            throw new ForeignCodeException("Interrupted while %s was %s".formatted(name, doing), e);
        }
    }

    /**
     * Calls it without waiting for its end. Calls keep their order.
     *
     * @param limit after which it is complained of; it is not interrupted
     * @throws ForeignCodeException when it cannot even be queued
     */
    public void tell(String doing, Duration limit, Runnable code) throws ForeignCodeException {
        Call<Boolean> call = new Call<>(doing, limit, () -> {
            code.run();
            return true;
        });
        try {
            threads.execute(call);
        } catch (RejectedExecutionException e) {
            throw failed("%s has more to do than it can".formatted(name), e);
        }
        var unused = call.result.whenComplete((done, failed) -> {
            if (failed != null) {
                var ignored = failed(words(doing, failed), failed);
            }
        });
    }

    private void begin(Call<?> call) throws ForeignCodeException {
        Optional<String> busy = overdue();
        if (busy.isPresent()) {
            throw new ForeignCodeException(busy.get() + "; it was not asked again", null);
        }
        try {
            threads.execute(call);
        } catch (RejectedExecutionException e) {
            throw threads.isShutdown()
                    ? new ForeignCodeException(name + " is gone", e)
                    : failed(name + " has more to do than it can", e);
        }
    }

    /** What it is still doing though its time is over. */
    private synchronized Optional<String> overdue() {
        Call<?> now = running;
        return now == null || !now.isLate()
                ? Optional.empty()
                : Optional.of("%s is still %s, since %s, in thread %s"
                        .formatted(name, now.doing, now.begun, now.thread.getName()));
    }

    private synchronized String late(Call<?> call) {
        Call<?> now = running;
        long seconds = call.limit.toSeconds();
        String words = "%s did not end %s within %s"
                .formatted(name, call.doing, seconds > 0 ? seconds + " s" : call.limit.toMillis() + " ms");
        return now == null ? words : words + "; it is still running in thread " + now.thread.getName();
    }

    private String words(String doing, Throwable failed) {
        String text;
        try {
            text = failed.toString();
        } catch (Throwable unsayable) { // an exception of somebody else's is somebody else's code
            text = failed.getClass().getName();
        }
        return "%s failed at %s: %s".formatted(name, doing, text);
    }

    /**
     * Says why it is not called.
     *
     * @param why continues its name
     */
    public ForeignCodeException refused(String why) {
        return failed("%s %s".formatted(name, why), null);
    }

    /** Logged when it is something else than before; the trace tells its author where. */
    private ForeignCodeException failed(String words, @Nullable Throwable cause) {
        boolean known;
        synchronized (this) {
            known = failure != null && failure.words.equals(words);
            failure = new Failure(words, clock.instant());
        }
        if (!known) {
            LOG.warn("{} ({})", words, origin, cause);
        }
        return new ForeignCodeException(words, cause);
    }

    /** What is wrong with it, in a sentence; empty where nothing is. */
    public String problem() {
        Optional<String> busy = overdue();
        if (busy.isPresent()) {
            return busy.get();
        }
        synchronized (this) {
            boolean lasts = failure != null && failure.at.plus(CONVALESCENCE).isAfter(clock.instant());
            return lasts && failure != null ? failure.words : "";
        }
    }

    /** It is gone: what it is doing is interrupted, and it is never called again. */
    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** One call, on its way. */
    private final class Call<T> implements Runnable {
        private final String doing;
        private final Duration limit;
        private final Callable<T> code;
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private Instant begun = Instant.EPOCH;
        private Thread thread = Thread.currentThread();
        private long deadline;
        private boolean givenUp;

        private Call(String doing, Duration limit, Callable<T> code) {
            this.doing = doing;
            this.limit = limit;
            this.code = code;
        }

        /** Nobody waits for it any more. */
        private void giveUp() {
            synchronized (ForeignCode.this) {
                givenUp = true;
                if (running == this) {
                    deadline = System.nanoTime();
                    thread.interrupt();
                }
            }
        }

        private boolean isLate() {
            return System.nanoTime() - deadline >= 0;
        }

        @Override
        public void run() {
            synchronized (ForeignCode.this) {
                if (givenUp) {
                    return;
                }
                begun = clock.instant().truncatedTo(ChronoUnit.SECONDS);
                thread = Thread.currentThread();
                deadline = System.nanoTime() + limit.toNanos();
                running = this;
            }
            try {
                T value = code.call();
                end();
                result.complete(value);
            } catch (Throwable failed) { // it may do anything
                end();
                result.completeExceptionally(failed);
            }
        }

        private void end() {
            synchronized (ForeignCode.this) {
                running = null;
                boolean unused = Thread.interrupted(); // it was meant for this call, not for the next
            }
        }
    }
}
