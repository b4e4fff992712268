package org.chroma.prometheus.internal;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.chroma.prometheus.internal.Delivery.Answer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is in the queue, one request after the other and each until the endpoint took it or refused it for good.
 *
 * <p>Prometheus refuses a whole request for one sample that it does not like. What is refused is therefore sent again
 * in halves, and those that are refused in halves again, so that its good samples get through.
 */
final class Sender implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);

    /** How long a request that is not full waits for more. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Most requests that one refused request is worth. */
    private static final int MOST_PARTS = 128;

    /** An endpoint that refuses everything fills no log. */
    private static final Duration BETWEEN_COMPLAINTS = Duration.ofMinutes(1);

    /** Waits; a test's does not. */
    @FunctionalInterface
    interface Pause {
        void of(Duration time) throws InterruptedException;
    }

    private final DiskQueue queue;
    private final Delivery delivery;
    private final Backoff backoff;
    private final Pause pause;
    private final InstantSource clock;
    private final int requestSamples;
    private final Duration patience;
    private final String endpoint;

    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong retries = new AtomicLong();
    private volatile String problem = "";
    private Instant complained = Instant.MIN;
    /** Whether the request under way was tried before, and may have been taken without an answer. */
    private boolean again;

    /**
     * A sender that is not running yet.
     *
     * @param endpoint what it is called in the log
     */
    Sender(
            DiskQueue queue,
            Delivery delivery,
            Backoff backoff,
            Pause pause,
            InstantSource clock,
            int requestSamples,
            Duration patience,
            String endpoint) {
        this.queue = queue;
        this.delivery = delivery;
        this.backoff = backoff;
        this.pause = pause;
        this.clock = clock;
        this.requestSamples = requestSamples;
        this.patience = patience;
        this.endpoint = endpoint;
    }

    /** Sends until the thread is interrupted or the queue is closed. */
    @Override
    public void run() {
        int failures = 0;
        while (!Thread.currentThread().isInterrupted()) {
            try {
                List<Segment.Frame> frames = queue.next(requestSamples, patience);
                if (frames.isEmpty()) {
                    return;
                }
                send(frames);
                queue.done(frames);
                failures = 0;
            } catch (InterruptedException e) {
                return;
            } catch (Throwable e) {
                failures++;
                problem = "The queue cannot be read: " + e;
                LOG.error("The queue for the Prometheus endpoint cannot be read; trying again", e);
                try {
                    pause.of(backoff.after(failures, null));
                } catch (InterruptedException interrupted) {
                    return;
                }
            }
        }
    }

    private void send(List<Segment.Frame> frames) throws IOException, InterruptedException {
        List<WriteRequest> messages = new ArrayList<>(frames.size());
        for (Segment.Frame frame : frames) {
            messages.add(new WriteRequest(Snappy.decompress(frame.bytes()), frame.samples()));
        }
        WriteRequest request = WriteRequest.joined(messages);
        Answer answer = insist(request);
        if (answer.verdict() == Delivery.Verdict.REFUSED) {
            divide(request, answer);
        }
    }

    /** Sends a request until the endpoint takes it or refuses it. */
    private Answer insist(WriteRequest request) throws InterruptedException {
        byte[] body = Snappy.compress(request.bytes());
        Instant since = clock.instant();
        again = false;
        for (int failures = 0; ; ) {
            Answer answer = delivery.send(body);
            if (answer.verdict() != Delivery.Verdict.LATER) {
                if (answer.verdict() == Delivery.Verdict.TAKEN) {
                    sent.addAndGet(request.samples());
                }
                if (!problem.isEmpty()) {
                    LOG.info(
                            "{} answers again after {} s; {} samples wait",
                            endpoint,
                            Duration.between(since, clock.instant()).toSeconds(),
                            queue.waiting());
                    problem = "";
                }
                return answer;
            }
            failures++;
            again = true;
            if (problem.isEmpty()) {
                LOG.warn("{} does not accept samples; they wait in the queue: {}", endpoint, answer.words());
            }
            problem = answer.words().isEmpty() ? "no answer" : answer.words();
            pause.of(backoff.after(failures, answer.pause()));
            retries.incrementAndGet();
        }
    }

    /** Finds the samples that the endpoint refuses: in order, as samples of one series must come in order. */
    private void divide(WriteRequest request, Answer first) throws InterruptedException {
        String perhaps = again ? " (it may have them from the previous attempt)" : "";
        String words = first.words();
        long lost = 0;
        int left = MOST_PARTS;
        Deque<WriteRequest> parts = new ArrayDeque<>();
        Optional<WriteRequest> bad = Optional.of(request);
        while (bad.isPresent() || !parts.isEmpty()) {
            if (bad.isPresent()) {
                WriteRequest whole = bad.get();
                // Each part that waits is still worth one request.
                if (whole.samples() > 1 && left >= parts.size() + 2) {
                    List<WriteRequest> halves = whole.halves();
                    parts.push(halves.get(1));
                    parts.push(halves.get(0));
                } else {
                    lost += whole.samples();
                }
                bad = Optional.empty();
            } else {
                WriteRequest part = parts.pop();
                Answer answer = insist(part);
                left--;
                if (answer.verdict() == Delivery.Verdict.REFUSED) {
                    bad = Optional.of(part);
                    words = answer.words();
                }
            }
        }
        refused.addAndGet(lost);
        Instant now = clock.instant();
        if (lost > 0 && (complained.equals(Instant.MIN) || !now.isBefore(complained.plus(BETWEEN_COMPLAINTS)))) {
            complained = now;
            LOG.warn(
                    "{} rejected {} of {} samples{}, {} since the start: {}",
                    endpoint,
                    lost,
                    request.samples(),
                    perhaps,
                    refused.get(),
                    words);
        }
    }

    /** Samples that the endpoint took. */
    long sent() {
        return sent.get();
    }

    /** Samples that it refused for good. */
    long refused() {
        return refused.get();
    }

    /** How often a request was sent again. */
    long retries() {
        return retries.get();
    }

    /** Why nothing is taken now, or empty. */
    String problem() {
        return problem;
    }
}
