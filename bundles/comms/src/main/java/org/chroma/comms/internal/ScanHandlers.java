package org.chroma.comms.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.chroma.protocol.Limits;
import org.chroma.protocol.RecordType;
import org.chroma.spi.DeviceDataHandler;
import org.chroma.spi.Observation;
import org.chroma.spi.Server;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The manager's halves of device plugins, as they come and go. */
@Component(service = ScanHandlers.class)
public final class ScanHandlers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ScanHandlers.class);
    /** A server that reports every 10 s and waits 5 s for its own halves of plugins is missed after 20 s. */
    private static final Duration LIMIT = Duration.ofSeconds(3);

    private final Duration limit;
    private final Map<DeviceDataHandler<?>, Handler<?>> all = new LinkedHashMap<>();
    private volatile Map<String, Handler<?>> current = Map.of();

    @Activate
    public ScanHandlers() {
        this(LIMIT);
    }

    /** @param limit for one look at one scan */
    ScanHandlers(Duration limit) {
        this.limit = limit;
    }

    /** A handler came. */
    @Reference(
            service = DeviceDataHandler.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            unbind = "remove")
    public void add(DeviceDataHandler<?> handler, Map<String, ?> properties) {
        Object name = properties.get("plugin.name");
        if (name == null) {
            LOG.error(
                    "{} is not used: it has no @PluginName", handler.getClass().getName());
            return;
        }
        try {
            add(name.toString(), handler);
        } catch (Throwable e) { // what a plugin calls its scan is the plugin's
            LOG.error("{} is not used: {}", handler.getClass().getName(), e.toString());
        }
    }

    /** Of several handlers with one name the first is used. */
    synchronized void add(String name, DeviceDataHandler<?> handler) {
        all.put(handler, new Handler<>(name, handler));
        refresh();
    }

    /** A handler went. */
    public synchronized void remove(DeviceDataHandler<?> handler) {
        Handler<?> gone = all.remove(handler);
        if (gone != null) {
            gone.threads.shutdownNow();
        }
        refresh();
    }

    private void refresh() {
        Map<String, Handler<?>> next = new LinkedHashMap<>();
        all.values().forEach(handler -> next.putIfAbsent(handler.name, handler));
        current = Map.copyOf(next);
    }

    @Nullable
    Handler<?> find(String plugin) {
        return current.get(plugin);
    }

    @Deactivate
    @Override
    public synchronized void close() {
        all.values().forEach(handler -> handler.threads.shutdownNow());
        all.clear();
        refresh();
    }

    /** A plugin did not do what it should; the message names it. */
    static final class HandlerFailedException extends Exception {
        HandlerFailedException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * One handler with threads of its own: if it hangs, only those are lost.
     */
    final class Handler<T extends Record> {
        private static final int THREADS = 4;

        private final String name;
        private final DeviceDataHandler<T> plugin;
        private final RecordType<T> type;
        private final Map<Long, Look> stuck = new ConcurrentHashMap<>();
        private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(1_000), task -> {
                    Thread thread = new Thread(task, "chroma-observe");
                    thread.setDaemon(true);
                    return thread;
                });

        Handler(String name, DeviceDataHandler<T> plugin) {
            this.name = name;
            this.plugin = plugin;
            type = RecordType.tolerant(name, plugin.scanType());
            threads.allowCoreThreadTimeOut(true);
        }

        /** The scan as the plugin knows it; kept, so that it can be looked at again. */
        Scan<T> read(JsonNode json) throws HandlerFailedException {
            try {
                return new Scan<>(this, type.read(json));
            } catch (Exception e) {
                throw new HandlerFailedException(Limits.cut(String.valueOf(e.getMessage())), e);
            } catch (Error e) { // its record may do anything when it is made
                throw new HandlerFailedException(Limits.cut("%s is not readable: %s".formatted(name, e)), e);
            }
        }

        private Observation observe(Server server, T scan) throws HandlerFailedException, InterruptedException {
            // Reports wait for what their scans mean: a look that hangs costs its server that time once, and not each
            // time.
            Look earlier = stuck.get(server.id());
            if (earlier != null && !earlier.ended()) {
                throw new HandlerFailedException(name + " still hangs on the manager and was not called again", null);
            }
            stuck.remove(server.id());
            if (stuck.values().stream().filter(look -> !look.ended()).count() >= THREADS) {
                throw new HandlerFailedException(name + " hangs on the manager and was not called", null);
            }
            Look look = new Look(() -> plugin.observe(server, scan));
            try {
                threads.execute(look.task);
            } catch (RejectedExecutionException e) {
                throw new HandlerFailedException(name + " cannot keep up on the manager", e);
            }
            try {
                Observation observation = look.task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
                if (observation == null) { // a plugin need not be null-marked
                    throw new HandlerFailedException(name + " returned nothing", null);
                }
                return observation;
            } catch (ExecutionException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                throw new HandlerFailedException(
                        Limits.cut("%s failed on the manager: %s".formatted(name, cause)), cause);
            } catch (TimeoutException e) {
                stuck.put(server.id(), look);
                look.task.cancel(true);
                throw new HandlerFailedException(
                        "%s did not end on the manager within %d s".formatted(name, limit.toSeconds()), e);
            }
        }
    }

    /** One look at one scan; unlike its task, it has ended only when the plugin let go. */
    private static final class Look {
        private final CountDownLatch end = new CountDownLatch(1);
        private final AtomicBoolean begun = new AtomicBoolean();
        private final FutureTask<Observation> task;

        Look(Callable<Observation> work) {
            task = new FutureTask<>(() -> {
                begun.set(true);
                try {
                    return work.call();
                } finally {
                    end.countDown();
                }
            });
        }

        /** One that was given up before it began will never begin. */
        boolean ended() {
            return end.getCount() == 0 || (task.isCancelled() && !begun.get());
        }
    }

    /** The last scan of a plugin on one server. */
    record Scan<T extends Record>(Handler<T> handler, T data) {

        Observation observe(Server server) throws HandlerFailedException, InterruptedException {
            return handler.observe(server, data);
        }
    }
}
