package org.chroma.plugin.lustre.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.chroma.plugin.lustre.internal.JobScan.Job;
import org.chroma.spi.Sample;
import org.chroma.spi.Server;
import org.chroma.testing.RecordedMachine;
import org.junit.jupiter.api.Test;

class JobsTest {
    private static final String COMMAND = "lctl get_param " + String.join(" ", JobsPlugin.PATTERNS);

    private final RecordedMachine machine = new RecordedMachine("oss1").file("/proc/modules", "lnet 1 0 - Live 0x0\n");

    @Test
    void readsWhatJobsDidOnRealTargets() throws Exception {
        machine.recording(COMMAND, Recorded.path("job_stats"));

        JobScan scan = new JobsPlugin().scan(machine);

        assertThat(scan.targets()).containsOnlyKeys("testfs-OST0000", "testfs-OST0001", "testfs-MDT0000");
        List<Job> jobs = Objects.requireNonNull(scan.targets().get("testfs-OST0000"));
        assertThat(jobs).extracting(Job::id).startsWith("dd.0").containsOnly("dd.0", "lctl.0", "lfs.0");
        assertThat(jobs.get(0).readings())
                .containsEntry("job_read_bytes", 188743680L)
                .containsEntry("job_write_bytes", 191201280L)
                .containsEntry("job_read_samples", 180L)
                .containsEntry("job_write_samples", 245L)
                .doesNotContainKeys("job_read", "job_write", "job_getattr");
        assertThat(Objects.requireNonNull(scan.targets().get("testfs-MDT0000")))
                .filteredOn(job -> job.id().equals("dd.0"))
                .singleElement()
                .satisfies(job -> assertThat(job.readings()).containsEntry("job_mknod", 403L));
    }

    @Test
    void readsOlderReleasesAndQuotedNames() {
        assertThat(JobStats.parse("""
                job_stats:
                - job_id:          "my job.500"
                  snapshot_time:   1537070542
                  read_bytes:      { samples:           1, unit: bytes, min:    4096, max:    4096, sum:            4096 }
                  write_bytes:     { samples:           0, unit: bytes, min:       0, max:       0, sum:               0 }
                  getattr:         { samples:           2, unit:  reqs }
                """))
                .containsExactly(new JobStats(
                        "my job.500",
                        1537070542,
                        Map.of(
                                "job_read_bytes",
                                4096L,
                                "job_read_samples",
                                1L,
                                "job_write_bytes",
                                0L,
                                "job_getattr",
                                2L)));
    }

    @Test
    void leavesOutWhatIsNoName() {
        String counters = "  getattr:         { samples:           2, unit:  reqs }\n";
        assertThat(JobStats.parse(
                        "- job_id:          " + "x".repeat(129) + "\n" + counters + "- job_id:          a\tb\n"
                                + counters + "- job_id:\n" + counters + "- job_id:          right\n" + counters))
                .extracting(JobStats::id)
                .containsExactly("right");
    }

    @Test
    void choosesTheBusiestOfThoseThatAreActive() {
        List<JobStats> jobs = List.of(
                new JobStats("done long ago", 1_000, Map.of("job_write_bytes", 1L << 40)),
                new JobStats("small", 5_000, Map.of("job_write_bytes", 1L)),
                new JobStats("metadata", 4_990, Map.of("job_open", 1_000L)),
                new JobStats("large", 4_970, Map.of("job_write_bytes", 1L << 30)));

        assertThat(JobStats.busiest(jobs, 3)).extracting(JobStats::id).containsExactly("large", "metadata", "small");
        assertThat(JobStats.busiest(jobs, 9)).extracting(JobStats::id).endsWith("done long ago");
    }

    @Test
    void reportsAFewOfThousands() throws Exception {
        StringBuilder text = new StringBuilder("obdfilter.lfs-OST0000.job_stats=\njob_stats:\n");
        for (int i = 0; i < 5_000; i++) {
            text.append("- job_id:          job.%d\n  snapshot_time:   9\n  punch:  { samples:  %d, unit: reqs }\n"
                    .formatted(i, i + 1));
        }
        machine.answer(List.of(COMMAND.split(" ", -1)), 2, text.toString(), "");

        assertThat(Objects.requireNonNull(
                        new JobsPlugin().scan(machine).targets().get("lfs-OST0000")))
                .hasSize(JobsPlugin.MOST)
                .first()
                .isEqualTo(new Job("job.4999", Map.of("job_punch", 5_000L)));
    }

    @Test
    void becomeCountersOfTheTargetByJob() {
        Instant now = Instant.parse("2026-11-23T14:00:00Z");
        JobScan scan = new JobScan(Map.of("lfs-OST0000", List.of(new Job("cp.500", Map.of("job_write_bytes", 7L)))));

        assertThat(new JobsHandler()
                        .observe(new Server(1, "oss1.lab", "oss1", now), scan)
                        .samples())
                .containsExactly(new Sample(
                        Sample.Subject.target("lfs-OST0000"),
                        "job_write_bytes",
                        Map.of("job", "cp.500"),
                        Sample.Type.COUNTER,
                        now,
                        7));
    }
}
