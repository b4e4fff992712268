package org.chroma.agent.internal;

import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.chroma.protocol.RecordType;
import org.chroma.spi.DevicePlugin;
import org.chroma.spi.Machine;
import org.jspecify.annotations.Nullable;

/**
 * A device plugin with threads of its own, which all machines of this process share: if it hangs everywhere, only its
 * own threads are lost.
 */
final class DeviceProbe<T extends Record> implements AutoCloseable {
    private static final int THREADS = 8;
    private static final int WAITING = 5_000;

    private final String name;
    private final DevicePlugin<T> plugin;
    private final ThreadPoolExecutor executor;
    private volatile @Nullable RecordType<T> type;

    DeviceProbe(String name, DevicePlugin<T> plugin) {
        this.name = name;
        this.plugin = plugin;
        executor = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                5,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING),
                Workers.named("chroma-scan-" + name));
        executor.allowCoreThreadTimeOut(true);
    }

    String name() {
        return name;
    }

    ExecutorService executor() {
        return executor;
    }

    ScanOutcome look(Machine machine, Instant now) throws IOException, InterruptedException {
        T scan = plugin.scan(machine);
        if (scan == null) { // a plugin need not be null-marked
            throw new IOException(name + " returned nothing");
        }
        return new ScanOutcome.Seen<>(now, scan, typeOf(scan));
    }

    @SuppressWarnings("unchecked") // a scan's class is a class of scans
    private RecordType<T> typeOf(T scan) {
        RecordType<T> known = type;
        if (known == null) {
            known = RecordType.tolerant(name, (Class<T>) scan.getClass());
            type = known;
        }
        return known;
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
