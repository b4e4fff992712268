package org.chroma.plugin.lustre.internal;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How reads and writes were done.
 *
 * @param targets name of a target that runs here to its buckets
 */
public record BrwScan(Map<String, List<Bucket>> targets) {
    public BrwScan {
        targets = targets.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, each -> List.copyOf(each.getValue())));
    }

    /**
     * One line of a histogram.
     *
     * @param series name of the histogram, as {@code brw_disk_iosize}
     * @param size upper bound of what is counted here, or the number itself
     * @param reads how many reads, since the target was mounted or the histogram cleared
     * @param writes how many writes
     */
    public record Bucket(String series, long size, long reads, long writes) {}
}
