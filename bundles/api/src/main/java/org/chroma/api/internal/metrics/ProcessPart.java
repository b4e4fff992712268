package org.chroma.api.internal.metrics;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadMXBean;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.chroma.metrics.Exposition;
import org.chroma.metrics.Labels;
import org.chroma.metrics.MetricType;

/** The manager's process and its Java machine, named as Prometheus' own libraries name them. */
record ProcessPart() implements Part {

    @Override
    public void write(Exposition out) throws IOException {
        process(out);
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        MemoryUsage other = ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage();
        memory(out, "used", "Memory in use", heap.getUsed(), other.getUsed());
        memory(out, "committed", "Memory committed by the operating system", heap.getCommitted(), other.getCommitted());
        memory(out, "max", "Maximum memory; -1 if unlimited", heap.getMax(), other.getMax());
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        gauge(out, "jvm_threads_current", "", "Threads", threads.getThreadCount());
        gauge(out, "jvm_threads_daemon", "", "Daemon threads", threads.getDaemonThreadCount());
        gauge(out, "jvm_threads_peak", "", "Peak number of threads", threads.getPeakThreadCount());
        gauge(
                out,
                "jvm_classes_loaded",
                "",
                "Loaded classes",
                ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
        out.family("jvm_gc_collections", MetricType.COUNTER, "", "Garbage collections");
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            out.sample(Labels.of("gc", collector.getName()), collector.getCollectionCount());
        }
        out.family(
                "jvm_gc_collection_time_seconds", MetricType.COUNTER, "seconds", "Time spent in garbage collections");
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            out.sample(Labels.of("gc", collector.getName()), collector.getCollectionTime() / 1e3);
        }
    }

    private static void process(Exposition out) throws IOException {
        gauge(
                out,
                "process_start_time_seconds",
                "seconds",
                "When the manager started",
                ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3);
        double nanos = attribute("ProcessCpuTime");
        if (nanos >= 0) {
            out.family("process_cpu_seconds", MetricType.COUNTER, "seconds", "CPU time used by the manager");
            out.sample(Labels.NONE, nanos / 1e9);
        }
        double open = attribute("OpenFileDescriptorCount");
        if (open >= 0) {
            gauge(out, "process_open_fds", "", "Open file descriptors", open);
        }
        double most = attribute("MaxFileDescriptorCount");
        if (most >= 0) {
            gauge(out, "process_max_fds", "", "Maximum number of open file descriptors", most);
        }
    }

    /**
     * What the Java machine knows of its process; -1 where it does not. By name, since no standard interface has it.
     */
    private static double attribute(String name) {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        try {
            Object value = beans.getAttribute(new ObjectName(ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME), name);
            return value instanceof Number number ? number.doubleValue() : -1;
        } catch (JMException e) {
            return -1;
        }
    }

    private static void memory(Exposition out, String what, String help, long heap, long other) throws IOException {
        out.family("jvm_memory_" + what + "_bytes", MetricType.GAUGE, "bytes", help);
        out.sample(Labels.of("area", "heap"), heap);
        out.sample(Labels.of("area", "nonheap"), other);
    }

    private static void gauge(Exposition out, String name, String unit, String help, double value) throws IOException {
        out.family(name, MetricType.GAUGE, unit, help);
        out.sample(Labels.NONE, value);
    }
}
