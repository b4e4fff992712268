package org.chroma.prometheus.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.chroma.core.ClusterView;
import org.chroma.metrics.DeclaredMetrics;
import org.chroma.metrics.MetricFamily;
import org.chroma.metrics.MetricSource;
import org.chroma.metrics.ObjectLabels;
import org.chroma.prometheus.RemoteWrite;
import org.chroma.statistics.Follower;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the statistics and sends every reading to an endpoint by remote write. What follows the statistics only
 * encodes and hands on; the disk and the endpoint have threads of their own.
 */
@Component(
        name = RemoteWriter.NAME,
        enabled = false,
        service = {Follower.class, RemoteWrite.class, MetricSource.class},
        property = RemoteWriter.PROPERTY)
public final class RemoteWriter implements Follower, RemoteWrite, MetricSource {
    static final String NAME = "org.chroma.prometheus.write";
    static final String PROPERTY = "chroma.follower=prometheus";

    private static final Logger LOG = LoggerFactory.getLogger(RemoteWriter.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** Batches that may wait to be encoded; each is a report of one server. */
    private static final int MOST_WAITING = 10_000;

    private final ClusterView view;
    private final DeclaredMetrics declared;
    private final DiskQueue queue;
    private final Sender sender;
    private final Thread sending;
    private final ThreadPoolExecutor encoding;
    private final AtomicLong dropped = new AtomicLong();

    @Activate
    public RemoteWriter(
            BundleContext context,
            @Reference ClusterView view,
            @Reference DeclaredMetrics declared,
            @Reference(target = Switch.WRITES) Switch configured)
            throws IOException {
        this(
                view,
                declared,
                configured.config(),
                directory(configured.config(), context.getProperty("chroma.data")),
                Sender.PATIENCE);
    }

    RemoteWriter(ClusterView view, DeclaredMetrics declared, Config config, Path directory, Duration patience)
            throws IOException {
        this.view = view;
        this.declared = declared;
        if (config.queue_megabytes() < 1) {
            throw new IllegalArgumentException("queue.megabytes must be at least 1, not " + config.queue_megabytes());
        }
        if (config.request_samples() < 1 || config.request_samples() > 100_000) {
            throw new IllegalArgumentException("request.samples must be 1 to 100000, not " + config.request_samples());
        }
        Endpoint endpoint = Endpoint.of("write.url", config.write_url(), config);
        InstantSource clock = InstantSource.system();
        queue = new DiskQueue(directory, (long) config.queue_megabytes() << 20);
        sender = new Sender(
                queue,
                new HttpDelivery(endpoint, clock),
                new Backoff(FIRST_PAUSE, LONGEST_PAUSE, RandomGenerator.getDefault()),
                time -> TimeUnit.MILLISECONDS.sleep(time.toMillis()),
                clock,
                config.request_samples(),
                patience,
                endpoint.toString());
        encoding = new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), task -> thread(task, "encode"));
        sending = thread(sender, "send");
        sending.start();
        LOG.info("Samples are sent to {}", endpoint);
    }

    private static Thread thread(Runnable task, String what) {
        Thread thread = new Thread(task, "chroma-prometheus-" + what);
        thread.setDaemon(true);
        return thread;
    }

    static Path directory(Config config, @Nullable String data) {
        if (!config.queue_directory().isEmpty()) {
            return Path.of(config.queue_directory());
        }
        return Path.of(data == null || data.isEmpty() ? "data" : data, "prometheus", "queue");
    }

    @Override
    public CompletableFuture<Void> follow(List<Update> updates) {
        try {
            return CompletableFuture.supplyAsync(() -> encode(updates), encoding)
                    .thenCompose(frame ->
                            frame.samples() == 0 ? CompletableFuture.completedFuture(null) : queue.append(frame));
        } catch (RejectedExecutionException e) {
            long lost = updates.stream()
                    .mapToLong(update -> update.readings().size())
                    .sum();
            if (dropped.getAndAdd(lost) == 0) {
                LOG.error("Samples come faster than they can be written to the queue; they are dropped");
            }
            return CompletableFuture.failedFuture(e);
        }
    }

    private WriteRequest encode(List<Update> updates) {
        Map<String, Map<String, String>> labels = new HashMap<>();
        WriteRequest request = WriteRequest.of(
                updates,
                entity -> labels.computeIfAbsent(entity, key -> ObjectLabels.of(view.cluster(), key)),
                declared);
        return new WriteRequest(Snappy.compress(request.bytes()), request.samples());
    }

    @Override
    public Counters counters() {
        return new Counters(
                sender.sent(),
                sender.refused(),
                dropped.get() + queue.dropped(),
                queue.waiting(),
                queue.bytes(),
                sender.retries(),
                sender.problem());
    }

    @Override
    public List<MetricFamily> metrics() {
        return WriteMetrics.of(counters());
    }

    @Override
    public String problem() {
        return sender.problem();
    }

    @Deactivate
    void deactivate() throws IOException, InterruptedException {
        encoding.shutdown();
        if (!encoding.awaitTermination(30, TimeUnit.SECONDS)) {
            LOG.error("Samples could not be written to the queue in time");
        }
        sending.interrupt();
        sending.join(TimeUnit.SECONDS.toMillis(30));
        queue.close();
    }
}
