package org.chroma.simulator.internal.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.chroma.simulator.internal.cluster.ClusterStore;
import org.chroma.simulator.internal.cluster.PairLayout;
import org.chroma.simulator.internal.cluster.ServerSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfiguredPairTest {
    @TempDir
    private Path directory;

    private final List<PairLayout> added = new ArrayList<>();
    private final Pairs pairs = new Pairs() {
        @Override
        public void add(PairLayout pair) {
            added.add(pair);
        }

        @Override
        public int number(String pair) {
            return 10_000;
        }
    };

    private record Given(String names, int disks) implements ConfiguredPair.Config {
        @Override
        public String[] servers() {
            return names.isBlank() ? new String[0] : names.split(",", -1);
        }

        @Override
        public String domain() {
            return "lab.example";
        }

        @Override
        public int diskGigabytes() {
            return 100;
        }

        @Override
        public boolean multipath() {
            return true;
        }

        @Override
        public boolean localStorage() {
            return false;
        }

        @Override
        public Class<? extends Annotation> annotationType() {
            return ConfiguredPair.Config.class;
        }
    }

    private void configure(int disks, String servers) {
        assertThat(new ConfiguredPair(pairs, new Given(servers, disks))).isNotNull();
    }

    @Test
    void serversShareTheirDisks() {
        configure(3, "nas1,nas2");
        assertThat(added).singleElement().satisfies(pair -> {
            assertThat(pair.disks())
                    .hasSize(3)
                    .allSatisfy(d -> assertThat(d.bytes()).isEqualTo(100L << 30));
            assertThat(pair.servers())
                    .extracting(ServerSpec::fqdn)
                    .containsExactly("nas1.lab.example", "nas2.lab.example");
            assertThat(pair.servers()).extracting(ServerSpec::address).containsExactly("127.77.50.11", "127.77.50.12");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"Upper", "a b", "x/y", "-dash"})
    void namesThatNoServerHasAreRefused(String name) {
        assertThatThrownBy(() -> configure(1, name)).hasMessage("not a node name: " + name);
        assertThat(added).isEmpty();
    }

    @Test
    void countsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> configure(1, "")).hasMessageContaining("one or two servers, not 0");
        assertThatThrownBy(() -> configure(201, "a")).hasMessageContaining("0 to 200 disks");
    }

    @Test
    void aLayoutOnlyGrowsAndKeepsItsNumbersAndPorts() throws IOException {
        Layout layout = new Layout(ClusterStore.in(directory));
        layout.grow(6, 4);
        layout.ports(2022, 2023);
        assertThat(layout.number("nas1")).isEqualTo(10_000);
        assertThat(layout.number("nas3")).isEqualTo(10_002);
        assertThat(layout.add(2).servers()).extracting(ServerSpec::name).containsExactly("oss5", "oss6");

        Layout again = new Layout(ClusterStore.in(directory));
        again.grow(4, 8);
        assertThat(again.pairs()).extracting(PairLayout::name).containsExactly("mds", "oss1", "oss3", "oss5");
        assertThat(again.pairs().get(1).disks()).hasSize(8);
        assertThat(again.sshPort()).isEqualTo(2022);
        assertThat(again.agentPort()).isEqualTo(2023);
        assertThat(again.number("nas3")).isEqualTo(10_002);
    }

    @Test
    void theDemosClusterIsTheOneThatIsPromised() {
        Layout layout = new Layout(ClusterStore.none());
        layout.grow(6, 4);
        assertThat(layout.pairs()).hasSize(3);
        assertThat(layout.pairs().get(0).disks())
                .extracting(d -> d.serial())
                .containsExactly("MDS-MGT", "MDS-MDT0", "MDS-MDT1");
        assertThat(layout.pairs().get(0).servers()).allMatch(ServerSpec::localStorage);
        assertThat(layout.pairs().get(1).disks()).hasSize(8);
        assertThat(layout.pairs().get(1).servers()).allMatch(ServerSpec::multipath);
        assertThat(layout.pairs().get(2).servers()).extracting(ServerSpec::name).containsExactly("oss3", "oss4");
    }
}
