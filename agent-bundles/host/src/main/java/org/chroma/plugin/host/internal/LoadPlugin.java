package org.chroma.plugin.host.internal;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chroma.spi.DevicePlugin;
import org.chroma.spi.Machine;
import org.chroma.spi.PluginName;
import org.osgi.service.component.annotations.Component;

/** Reads how busy processors and memory are. */
@Component
@PluginName("host-load")
public final class LoadPlugin implements DevicePlugin<LoadScan> {
    private static final Set<String> MEMORY =
            Set.of("MemTotal", "MemFree", "MemAvailable", "Buffers", "Cached", "SwapTotal", "SwapFree");

    /** The fields of the first line of /proc/stat, in its order. */
    private static final List<String> PROCESSOR =
            List.of("user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal");

    @Override
    public LoadScan scan(Machine machine) throws IOException {
        return new LoadScan(memory(machine.read("/proc/meminfo")), processor(machine.read("/proc/stat")));
    }

    static Map<String, Long> memory(String meminfo) {
        Map<String, Long> values = new HashMap<>();
        meminfo.lines().forEach(line -> {
            String[] words = line.split("\\s+", -1);
            String name = words[0].replace(":", "");
            if (MEMORY.contains(name)) {
                values.put(name, Long.parseLong(words[1]));
            }
        });
        return values;
    }

    static Map<String, Long> processor(String stat) throws IOException {
        String line = stat.lines()
                .filter(each -> each.startsWith("cpu "))
                .findFirst()
                .orElseThrow(() -> new IOException("/proc/stat does not contain the CPU times"));
        String[] words = line.split("\\s+", -1);
        Map<String, Long> values = new HashMap<>();
        for (int i = 0; i < PROCESSOR.size() && i + 1 < words.length; i++) {
            values.put(PROCESSOR.get(i), Long.parseLong(words[i + 1]));
        }
        return values;
    }
}
