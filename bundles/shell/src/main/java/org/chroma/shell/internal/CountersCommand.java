package org.chroma.shell.internal;

import java.math.BigDecimal;
import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.chroma.metrics.Labels;
import org.chroma.metrics.MetricFamily;
import org.chroma.metrics.MetricSource;
import org.jspecify.annotations.Nullable;

/**
 * {@code chroma:counters}: shows what parts of the manager, such as remote write, count, and what keeps them from their
 * work.
 */
@Service
@Command(
        scope = "chroma",
        name = "counters",
        description = "shows the counters of parts of the manager, such as remote write to Prometheus")
public final class CountersCommand implements Action {
    @Reference
    List<MetricSource> sources;

    @Override
    public @Nullable Object execute() {
        ConsoleList list =
                new ConsoleList("There are no counters: remote write is off", "what", "of", ">value", "meaning");
        for (MetricSource source : sources) {
            for (MetricFamily family : source.metrics()) {
                for (MetricFamily.Sample sample : family.samples()) {
                    list.add(family.name(), Labels.of(sample.labels()), number(sample.value()), family.help());
                }
            }
        }
        list.print();
        for (MetricSource source : sources) {
            if (!source.problem().isEmpty()) {
                System.out.println("Problem: " + source.problem());
            }
        }
        return null;
    }

    /** Without an exponent, which counts do not need. */
    private static String number(double value) {
        return Double.isFinite(value)
                ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
                : String.valueOf(value);
    }
}
