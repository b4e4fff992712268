package org.chroma.plugin.lustre.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.chroma.plugin.lustre.internal.BrwScan.Bucket;
import org.chroma.spi.Sample;
import org.chroma.spi.Server;
import org.chroma.testing.RecordedMachine;
import org.junit.jupiter.api.Test;

class BrwTest {
    private static final String COMMAND = "lctl get_param " + String.join(" ", BrwPlugin.PATTERNS);

    private final RecordedMachine machine = new RecordedMachine("oss1").file("/proc/modules", "lnet 1 0 - Live 0x0\n");

    @Test
    void readsTheHistogramsOfARealTarget() throws Exception {
        machine.recording(COMMAND, Recorded.path("brw_stats"));

        BrwScan scan = new BrwPlugin().scan(machine);

        assertThat(scan.targets()).containsOnlyKeys("testfs-OST0000", "testfs-OST0001");
        List<Bucket> buckets = Objects.requireNonNull(scan.targets().get("testfs-OST0000"));
        assertThat(buckets)
                .contains(
                        new Bucket("brw_pages", 1024, 0, 45),
                        new Bucket("brw_rpc_hist", 3, 0, 9),
                        new Bucket("brw_io_time", 1, 15, 117),
                        new Bucket("brw_disk_iosize", 16 << 10, 0, 200),
                        new Bucket("brw_disk_iosize", 1 << 20, 48, 0),
                        new Bucket("brw_disk_iosize", 4 << 20, 0, 45));
        assertThat(buckets.stream()
                        .filter(bucket -> bucket.series().equals("brw_disk_iosize"))
                        .mapToLong(Bucket::writes)
                        .sum())
                .isEqualTo(245);
        assertThat(buckets).extracting(Bucket::series).contains("brw_block_maps", "brw_dio_frags");
    }

    @Test
    void takesNoMoreLinesThanLustreHas() {
        StringBuilder text = new StringBuilder("disk I/O size          ios   % cum % |  ios         % cum %\n");
        for (int i = 1; i <= 100; i++) {
            text.append(i).append("K:\t\t 1 1 1   | 1 1 1\n");
        }

        assertThat(BrwPlugin.parse(text.toString())).hasSize(32);
        assertThat(BrwPlugin.parse("4K:\t\t 1 1 1   | 1 1 1\nsomething else\n8K:\t\t 1 1 1   | 1 1 1\n"))
                .isEmpty();
    }

    @Test
    void becomeCountersByOperationAndSize() {
        Instant now = Instant.parse("2026-11-23T14:00:00Z");
        BrwScan scan = new BrwScan(Map.of(
                "lfs-OST0000",
                List.of(new Bucket("brw_disk_iosize", 4096, 0, 7), new Bucket("from_the_future", 1, 1, 1))));

        assertThat(new BrwHandler()
                        .observe(new Server(1, "oss1.lab", "oss1", now), scan)
                        .samples())
                .containsExactly(new Sample(
                        Sample.Subject.target("lfs-OST0000"),
                        "brw_disk_iosize",
                        Map.of("operation", "write", "size", "4096"),
                        Sample.Type.COUNTER,
                        now,
                        7));
    }
}
