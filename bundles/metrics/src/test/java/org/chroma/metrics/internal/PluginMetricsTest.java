package org.chroma.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.chroma.metrics.DeclaredMetrics.Declared;
import org.chroma.spi.DeviceDataHandler;
import org.chroma.spi.Metric;
import org.chroma.spi.Observation;
import org.chroma.spi.Server;
import org.chroma.statistics.SeriesId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginMetricsTest {
    private static final Metric FANS =
            Metric.gauge("fans").unit("fans").help("Fans").family("x_fans").build();

    @TempDir
    Path directory;

    private PluginMetrics metrics;

    @BeforeEach
    void open() {
        metrics = new PluginMetrics(file());
    }

    private Path file() {
        return directory.resolve("metrics/declarations");
    }

    record Scan() {}

    private record Plugin(List<Metric> declared) implements DeviceDataHandler<Scan> {
        @Override
        public Class<Scan> scanType() {
            return Scan.class;
        }

        @Override
        public List<Metric> metrics() {
            return declared;
        }

        @Override
        public Observation observe(Server server, Scan scan) {
            return Observation.NOTHING;
        }
    }

    private Plugin come(String name, Metric... declared) {
        Plugin plugin = new Plugin(List.of(declared));
        metrics.add(plugin, Map.of("plugin.name", name));
        return plugin;
    }

    @Test
    void whatWasDeclaredIsKnownAfterThePluginWent() {
        Plugin plugin = come("cooling", FANS);
        assertThat(metrics.all()).containsExactly(new Declared(FANS, "cooling", true));

        metrics.remove(plugin);

        assertThat(metrics.all()).containsExactly(new Declared(FANS, "cooling", false));
        assertThat(metrics.find("fans").map(Metric::unit)).contains("fans");
        assertThat(metrics.name(SeriesId.of("fans")).sample()).isEqualTo("x_fans");
    }

    @Test
    void whatWasDeclaredIsKnownAfterARestart() {
        Metric jobs = Metric.counter("job_*")
                .unit("requests")
                .help("Requests: *")
                .about(Metric.About.JOB)
                .total(Metric.Total.AVERAGE)
                .family(Metric.Family.counter("x_jobs", "By kind").times(0.01))
                .label("operation", "*")
                .chart("Jobs", "*")
                .build();
        Metric bare = Metric.absolute("bare").help("Bare").build();
        come("cooling", FANS, jobs, bare);

        PluginMetrics restarted = new PluginMetrics(file());

        assertThat(restarted.all())
                .containsExactly(
                        new Declared(bare, "cooling", false),
                        new Declared(FANS, "cooling", false),
                        new Declared(jobs, "cooling", false));
    }

    @Test
    void aFileThatCannotBeReadIsReplaced() throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "something else");
        metrics = new PluginMetrics(file());
        assertThat(metrics.all()).isEmpty();

        come("cooling", FANS);

        assertThat(new PluginMetrics(file()).all()).containsExactly(new Declared(FANS, "cooling", false));
    }

    @Test
    void aNewerVersionDeclaresItAnew() {
        metrics.remove(come("cooling", FANS));
        Metric counted = Metric.counter("fans").help("Fans").family("x_fans").build();

        come("cooling", counted);

        assertThat(metrics.all()).containsExactly(new Declared(counted, "cooling", true));
        assertThat(metrics.name(SeriesId.of("fans")).sample()).isEqualTo("x_fans_total");
    }

    @Test
    void aPluginThatFailsToDeclareHarmsNoOther() {
        come("cooling", FANS);
        metrics.add("broken", new DeviceDataHandler<Scan>() {
            @Override
            public Class<Scan> scanType() {
                return Scan.class;
            }

            @Override
            public List<Metric> metrics() {
                throw new NoClassDefFoundError("gone");
            }

            @Override
            public Observation observe(Server server, Scan scan) {
                return Observation.NOTHING;
            }
        });

        assertThat(metrics.all()).extracting(Declared::plugin).containsExactly("cooling");
    }
}
