package org.chroma.plugin.lustre.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chroma.spi.DevicePlugin;
import org.chroma.spi.Machine;
import org.chroma.spi.PluginName;
import org.osgi.service.component.annotations.Component;

/** Reads the histograms of how targets read and write their disks. */
@Component
@PluginName("lustre-brw")
public final class BrwPlugin implements DevicePlugin<BrwScan> {
    static final List<String> PATTERNS = List.of("osd-*.*.brw_stats");

    /** Lustre's histograms have no more lines. */
    private static final int MOST = 32;

    /** {@code 4M:  reads % cum% | writes % cum%}. */
    private static final Pattern ROW = Pattern.compile(
            "\\s*(?<size>\\d{1,15})(?<unit>[KMGT]?):\\s+(?<reads>\\d{1,18})\\s+\\d+\\s+\\d+\\s+\\|\\s+(?<writes>\\d{1,18})\\s.*");

    private static final String UNITS = "KMGT";

    @Override
    public BrwScan scan(Machine machine) throws IOException, InterruptedException {
        Map<String, List<BrwScan.Bucket>> targets = new HashMap<>();
        for (Parameter parameter : GetParam.of(machine, PATTERNS)) {
            List<BrwScan.Bucket> buckets = parse(parameter.value());
            if (!buckets.isEmpty()) {
                targets.put(parameter.target(), buckets);
            }
        }
        return new BrwScan(targets);
    }

    static List<BrwScan.Bucket> parse(String text) {
        List<BrwScan.Bucket> buckets = new ArrayList<>();
        Optional<BrwHistogram> histogram = Optional.empty();
        int rows = 0;
        for (String line : text.lines().toList()) {
            Matcher row = ROW.matcher(line);
            if (!row.matches()) {
                histogram = BrwHistogram.titled(line.strip());
                rows = 0;
            } else if (histogram.isPresent() && rows++ < MOST) {
                int unit = row.group("unit").isEmpty() ? 0 : UNITS.indexOf(row.group("unit")) + 1;
                buckets.add(new BrwScan.Bucket(
                        histogram.get().series(),
                        Long.parseLong(row.group("size")) << (10 * unit),
                        Long.parseLong(row.group("reads")),
                        Long.parseLong(row.group("writes"))));
            }
        }
        return buckets;
    }
}
