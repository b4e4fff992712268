package org.chroma.plugin.host.internal;

import java.util.Map;

/**
 * How busy a server is.
 *
 * @param memory name as in /proc/meminfo to kB
 * @param processor kind of work to ticks of all processors together since boot
 */
public record LoadScan(Map<String, Long> memory, Map<String, Long> processor) {
    public LoadScan {
        memory = Map.copyOf(memory);
        processor = Map.copyOf(processor);
    }
}
