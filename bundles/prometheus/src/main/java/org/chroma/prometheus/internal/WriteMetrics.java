package org.chroma.prometheus.internal;

import java.util.List;
import java.util.Map;
import org.chroma.metrics.MetricFamily;
import org.chroma.metrics.MetricFamily.Sample;
import org.chroma.metrics.MetricType;
import org.chroma.prometheus.RemoteWrite;

/** What became of the samples, as metrics. */
final class WriteMetrics {
    private WriteMetrics() {}

    static List<MetricFamily> of(RemoteWrite.Counters counters) {
        return List.of(
                new MetricFamily(
                        "chroma_remote_write_samples",
                        MetricType.COUNTER,
                        "",
                        "Samples that the endpoint accepted, that it rejected, or that were dropped because the queue was full",
                        List.of(
                                result("sent", counters.sent()),
                                result("refused", counters.refused()),
                                result("dropped", counters.dropped()))),
                gauge("waiting_samples", "", "Samples that wait to be sent", counters.waiting()),
                gauge("queue_bytes", "bytes", "Size of the queue on disk", counters.waitingBytes()),
                new MetricFamily(
                        "chroma_remote_write_retries",
                        MetricType.COUNTER,
                        "",
                        "Requests that were sent again because the endpoint did not accept them",
                        List.of(sample(counters.retries()))),
                gauge(
                        "failing",
                        "",
                        "1 while the endpoint accepts nothing",
                        counters.problem().isEmpty() ? 0 : 1));
    }

    private static MetricFamily gauge(String name, String unit, String help, long value) {
        return new MetricFamily("chroma_remote_write_" + name, MetricType.GAUGE, unit, help, List.of(sample(value)));
    }

    private static Sample sample(long value) {
        return new Sample(Map.of(), (double) value, 0);
    }

    private static Sample result(String result, long value) {
        return new Sample(Map.of("result", result), (double) value, 0);
    }
}
