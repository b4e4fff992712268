package org.chroma.plugin.lustre.internal;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.chroma.spi.DevicePlugin;
import org.chroma.spi.Machine;
import org.chroma.spi.Output;
import org.chroma.spi.OutputListener;
import org.chroma.spi.PluginName;
import org.chroma.spi.ProgramFailedException;
import org.osgi.service.component.annotations.Component;

/** Reads Lustre's numbers, all with one command. */
@Component
@PluginName("lustre-metrics")
public final class MetricsPlugin implements DevicePlugin<MetricsScan> {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** lctl's exit code where some patterns match nothing, as those for kinds of targets that do not run here. */
    private static final int SOME_MISSING = 2;

    private static final MetricsScan NOTHING = new MetricsScan(Map.of(), Map.of());
    private static final List<String> COMMAND = Stream.concat(
                    Stream.of("lctl", "get_param"), LustreMetric.patterns().stream())
            .toList();

    @Override
    public MetricsScan scan(Machine machine) throws IOException, InterruptedException {
        if (!lnetIsLoaded(machine) || !machine.has("lctl")) {
            return NOTHING;
        }
        Output output = machine.run(LIMIT, OutputListener.NONE, COMMAND);
        if (!output.succeeded() && output.exitCode() != SOME_MISSING) {
            throw new ProgramFailedException(output);
        }
        return parse(output.stdout());
    }

    static MetricsScan parse(String getParam) {
        Map<String, Map<String, Long>> targets = new HashMap<>();
        Map<String, Long> server = new HashMap<>();
        for (Parameter parameter : Parameter.parse(getParam)) {
            Map<String, Long> readings = parameter.device().isEmpty()
                    ? server
                    : targets.computeIfAbsent(parameter.target(), name -> new HashMap<>());
            for (LustreMetric metric : LustreMetric.values()) {
                if (metric.source().matches(parameter)) {
                    OptionalLong value = metric.source().reading().of(parameter.value());
                    // What is told in parts, such as the clients behind each NID, is summed.
                    value.ifPresent(each -> readings.merge(metric.series(), each, Long::sum));
                }
            }
        }
        targets.values().removeIf(Map::isEmpty);
        return new MetricsScan(targets, server);
    }

    private static boolean lnetIsLoaded(Machine machine) throws IOException {
        try {
            return machine.read("/proc/modules").lines().anyMatch(line -> line.startsWith("lnet "));
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
