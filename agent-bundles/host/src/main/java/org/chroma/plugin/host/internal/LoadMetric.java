package org.chroma.plugin.host.internal;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.chroma.spi.Metric;
import org.chroma.spi.Metric.Family;
import org.chroma.spi.Metric.Total;

/**
 * How busy processors and memory are, as metrics. Memory has the names of the node exporter in Prometheus, because
 * it means the
 * same.
 */
final class LoadMetric {
    /** 1 KiB, the unit of Linux for memory. */
    private static final double KIB = 1_024;

    /** Seconds in which Linux counts what processors do. */
    private static final double TICK = 0.01;

    /** A rate of 100 ticks is one whole processor on most servers. */
    private static final String TICKS = "ticks";

    /** What all modes are together; among them, their sum would count everything twice. */
    static final Metric ALL_MODES = Metric.derive("cpu_total")
            .unit(TICKS)
            .help("What the server's processors counted together, idle time and all")
            .total(Total.SUM)
            .family(Family.counter(
                            "chroma_host_cpu_all_seconds",
                            "What the server's processors counted together, idle time and all")
                    .times(TICK))
            .chart("Processors", "all")
            .build();

    private static final Metric OTHER_MODE = processors("*").build();

    private static final List<Metric> MODES = List.of(
            processors("user").chart("Processors", "user").build(),
            processors("system").chart("Processors", "system").build(),
            processors("iowait").chart("Processors", "waiting for disks").build());

    private static final Metric OTHER_MEMORY =
            memory("*", "What Linux calls * in /proc/meminfo").build();

    private static final List<Metric> MEMORY = List.of(
            memory("MemTotal", "Memory of the server")
                    .chart("Memory", "installed")
                    .build(),
            memory("MemFree", "Memory in no use at all").chart("Memory", "free").build(),
            memory("MemAvailable", "Memory that programs could have").build(),
            memory("Buffers", "Memory for raw disk blocks").build(),
            memory("Cached", "Memory for cached files").build(),
            memory("SwapTotal", "Swap space").chart("Memory", "swap").build(),
            memory("SwapFree", "Swap space in no use")
                    .chart("Memory", "free swap")
                    .build());

    private LoadMetric() {}

    private static Metric.Builder processors(String mode) {
        return Metric.derive("cpu_" + mode)
                .unit(TICKS)
                .help("What the server's processors spent on mode " + mode)
                .total(Total.SUM)
                // Not node_cpu_seconds, which is of each processor: averages over processors would be wrong.
                .family(Family.counter(
                                "chroma_host_cpu_seconds",
                                "What all processors of the server together spent their time on")
                        .times(TICK))
                .label("mode", mode);
    }

    private static Metric.Builder memory(String name, String help) {
        return Metric.gauge("mem_" + name)
                .unit("kB")
                .help(help)
                .total(Total.SUM)
                .family(Family.gauge("node_memory_" + name + "_bytes", help).times(KIB));
    }

    static List<Metric> all() {
        return Stream.of(MEMORY, List.of(OTHER_MEMORY, ALL_MODES), MODES, List.of(OTHER_MODE))
                .flatMap(List::stream)
                .toList();
    }

    /** @param name as in /proc/meminfo, for example {@code MemFree} */
    static Metric ofMemory(String name) {
        return one(MEMORY, "mem_" + name).orElseGet(() -> OTHER_MEMORY.named(name));
    }

    /** @param mode what processors do, for example {@code user} */
    static Metric ofProcessors(String mode) {
        return one(MODES, "cpu_" + mode).orElseGet(() -> OTHER_MODE.named(mode));
    }

    private static Optional<Metric> one(List<Metric> metrics, String series) {
        return metrics.stream().filter(metric -> metric.declares(series)).findFirst();
    }
}
