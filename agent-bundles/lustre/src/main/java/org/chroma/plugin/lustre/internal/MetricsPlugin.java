package org.chroma.plugin.lustre.internal;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.chroma.spi.DevicePlugin;
import org.chroma.spi.Machine;
import org.chroma.spi.PluginName;
import org.osgi.service.component.annotations.Component;

/** Reads Lustre's numbers, all with one command. */
@Component
@PluginName("lustre-metrics")
public final class MetricsPlugin implements DevicePlugin<MetricsScan> {
    @Override
    public MetricsScan scan(Machine machine) throws IOException, InterruptedException {
        return parse(GetParam.of(machine, LustreMetric.patterns()));
    }

    private static MetricsScan parse(List<Parameter> parameters) {
        Map<String, Map<String, Long>> targets = new HashMap<>();
        Map<String, Long> server = new HashMap<>();
        for (Parameter parameter : parameters) {
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
}
