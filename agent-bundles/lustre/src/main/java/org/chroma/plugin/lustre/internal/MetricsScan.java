package org.chroma.plugin.lustre.internal;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * Lustre's numbers.
 *
 * @param targets name of a target that runs here to its readings by series
 * @param server readings of LNet by series
 */
public record MetricsScan(Map<String, Map<String, Long>> targets, Map<String, Long> server) {
    public MetricsScan {
        targets = targets.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, each -> Map.copyOf(each.getValue())));
        server = Map.copyOf(server);
    }
}
