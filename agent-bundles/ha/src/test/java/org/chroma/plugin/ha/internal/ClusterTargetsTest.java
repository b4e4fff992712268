package org.chroma.plugin.ha.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.chroma.model.action.ConfigureHa;
import org.chroma.model.action.UnconfigureHa;
import org.chroma.model.fact.ResourceLocationsFact;
import org.chroma.spi.Machine;
import org.chroma.spi.Server;
import org.chroma.testing.RecordedMachine;
import org.junit.jupiter.api.Test;

/** Targets of two servers with Pacemaker. */
class ClusterTargetsTest {
    private static final String LABEL = "lfs-OST0000_1a2b3c";
    private static final String UUID = "0bbfd6ba-a1cf-4c54-b78f-00e008093677";
    private static final String DEVICE = "/dev/disk/by-id/scsi-SLUSTRLAB_SHARED_LAB-OST0";

    private final FakeCluster cluster = new FakeCluster();
    private final RecordedMachine disk1 = new RecordedMachine("oss1").file("/proc/mounts", "");
    private final Machine oss1 = cluster.server(disk1);
    private final Machine oss2 = cluster.server(new RecordedMachine("oss2").file("/proc/mounts", ""));
    private final Targets targets1 = new Targets(oss1, duration -> {});
    private final Targets targets2 = new Targets(oss2, duration -> {});

    @Test
    void configuresBothServers() throws Exception {
        configureBoth();

        assertThat(cluster.resources()).containsExactly(LABEL);
        assertThat(cluster.locations()).containsExactly(LABEL + "-primary", LABEL + "-secondary");
        assertThat(cluster.commands())
                .anyMatch(command ->
                        command.startsWith("cibadmin -o resources -C -X <primitive class=\"ocf\" provider=\"chroma\"")
                                && command.contains("name=\"target\" value=\"" + UUID + "\"")
                                && command.contains("name=\"target-role\" value=\"Stopped\""))
                .anyMatch(command -> command.endsWith("rsc=\"" + LABEL + "\" node=\"oss1\" score=\"20\"/>"))
                .anyMatch(command -> command.endsWith("rsc=\"" + LABEL + "\" node=\"oss2\" score=\"10\"/>"));
        assertThat(oss1.exists("/mnt/lfs/ost0")).isTrue();
        assertThat(oss1.read("/usr/lib/ocf/resource.d/chroma/Target")).startsWith("#!/bin/sh\n");
        assertThat(oss1.read("/var/lib/chroma/targets/" + UUID + ".json"))
                .contains("\"device\":\"" + DEVICE + "\"", "\"mountPoint\":\"/mnt/lfs/ost0\"");
    }

    @Test
    void configuringTwiceChangesNothing() throws Exception {
        configureBoth();
        int before = cluster.commands().size();
        configureBoth();

        assertThat(cluster.commands().subList(before, cluster.commands().size()))
                .noneMatch(command -> command.contains(" -C "));
    }

    @Test
    void refusesAnotherDefinition() throws Exception {
        configureBoth();

        assertThatThrownBy(() -> targets1.configure(new ConfigureHa("/dev/sdx", LABEL, UUID, true, "/mnt/lfs/ost0")))
                .hasMessageContaining("is already configured on oss1");
        assertThatThrownBy(() -> targets1.configure(new ConfigureHa(DEVICE, LABEL, "other", true, "/mnt/lfs/ost9")))
                .hasMessageContaining("the cluster has another resource " + LABEL);
        assertThatThrownBy(() -> targets1.configure(new ConfigureHa(DEVICE, LABEL, UUID, false, "/mnt/lfs/ost0")))
                .hasMessageContaining("already");
    }

    @Test
    void waitsUntilTheClusterIsReady() throws Exception {
        cluster.notReady = 5;

        configureBoth();

        assertThat(cluster.resources()).containsExactly(LABEL);
    }

    @Test
    void startsStopsAndStartsAgain() throws Exception {
        configureBoth();

        assertThat(targets1.start(LABEL)).isEqualTo("oss1");
        assertThat(targets2.start(LABEL)).isEqualTo("oss1");
        targets2.stop(LABEL);
        assertThat(cluster.running()).isEmpty();
        targets1.stop(LABEL);
        assertThat(targets2.start(LABEL)).isEqualTo("oss1");
    }

    @Test
    void failsOverAndBackAndStays() throws Exception {
        configureBoth();
        targets1.start(LABEL);

        targets1.move(LABEL, false);
        assertThat(cluster.running()).containsEntry(LABEL, "oss2");
        // The order to move is taken back, and the target stays nevertheless.
        assertThat(cluster.locations()).noneMatch(location -> location.startsWith("cli-"));
        assertThat(targets1.start(LABEL)).isEqualTo("oss2");
        targets1.move(LABEL, false);

        targets2.move(LABEL, true);
        assertThat(cluster.running()).containsEntry(LABEL, "oss1");
    }

    @Test
    void saysWhyItCannotMove() throws Exception {
        targets1.configure(configure(true));
        assertThatThrownBy(() -> targets1.move(LABEL, false))
                .hasMessage(LABEL + " has no failover server in the cluster");
        targets2.configure(configure(false));
        assertThatThrownBy(() -> targets1.move(LABEL, false))
                .hasMessage(LABEL + " does not run, so it cannot be moved");

        targets1.start(LABEL);
        cluster.stuck.add(LABEL);
        assertThatThrownBy(() -> targets1.move(LABEL, false))
                .hasMessage(LABEL + " did not move to oss2; it runs on oss1");
        assertThat(cluster.locations()).noneMatch(location -> location.startsWith("cli-"));
    }

    @Test
    void leavesATargetThatFailedToStartStopped() throws Exception {
        configureBoth();
        cluster.failing.add(LABEL);
        assertThatThrownBy(() -> targets1.start(LABEL)).hasMessageContaining("failed to start");

        cluster.failing.clear();
        assertThat(targets1.start(LABEL)).isEqualTo("oss1");
        assertThat(cluster.commands()).contains("crm_resource -r " + LABEL + " --cleanup");
    }

    @Test
    void givesUpOnATargetThatDoesNotSettle() throws Exception {
        configureBoth();
        cluster.stuck.add(LABEL);

        assertThatThrownBy(() -> targets1.start(LABEL))
                .hasMessageContaining("did not start " + LABEL + " within 330 s");
        assertThat(cluster.commands().get(cluster.commands().size() - 1))
                .isEqualTo("crm_resource -r " + LABEL + " -p target-role -m -v Stopped");
    }

    @Test
    void saysThatTheClusterDoesNotKnowATarget() {
        assertThatThrownBy(() -> targets1.start("nobody")).hasMessage("the cluster of oss1 has no resource nobody");
    }

    @Test
    void unconfigures() throws Exception {
        configureBoth();
        targets1.start(LABEL);
        assertThatThrownBy(() -> targets1.unconfigure(new UnconfigureHa(LABEL, UUID, true)))
                .hasMessage(LABEL + " runs on oss1: stop it first");
        targets1.stop(LABEL);

        targets2.unconfigure(new UnconfigureHa(LABEL, UUID, false));
        assertThat(cluster.locations()).containsExactly(LABEL + "-primary");
        targets1.unconfigure(new UnconfigureHa(LABEL, UUID, true));
        assertThat(cluster.locations()).isEmpty();
        assertThat(cluster.resources()).isEmpty();
        assertThat(oss1.exists("/var/lib/chroma/targets/" + UUID + ".json")).isFalse();

        targets1.unconfigure(new UnconfigureHa(LABEL, UUID, true));
    }

    @Test
    void tellsWhereTargetsRun() throws Exception {
        configureBoth();
        LocationsPlugin plugin = new LocationsPlugin();
        assertThat(plugin.scan(oss2)).isEqualTo(new LocationsScan(true, Map.of(LABEL, ""), Map.of()));

        targets1.start(LABEL);
        LocationsScan scan = plugin.scan(oss2);
        assertThat(scan).isEqualTo(new LocationsScan(true, Map.of(LABEL, "oss1"), Map.of()));
        assertThat(new LocationsHandler()
                        .observe(new Server(2, "oss2.lab", "oss2", Instant.EPOCH), scan)
                        .facts())
                .containsExactly(new ResourceLocationsFact(Map.of(LABEL, Optional.of("oss1"))));
    }

    @Test
    void doesNotMountItselfWhatTheClusterStarts() throws Exception {
        targets1.configure(configure(true));
        // Pacemaker goes away; its target must not be started past it.
        RecordedMachine alone = new RecordedMachine("oss1")
                .file("/proc/mounts", "")
                .file(
                        "/var/lib/chroma/targets/" + UUID + ".json",
                        oss1.read("/var/lib/chroma/targets/" + UUID + ".json"))
                .answer("crm_mon -1 -r --output-as=xml", 102, "", "crm_mon: Connection to cluster failed");

        assertThatThrownBy(() -> new Targets(alone, duration -> {}).start(LABEL))
                .hasMessage("Pacemaker does not run on oss1");
        assertThat(alone.commands()).containsExactly("crm_mon -1 -r --output-as=xml");
    }

    private void configureBoth() throws Exception {
        targets1.configure(configure(true));
        targets2.configure(configure(false));
    }

    private static ConfigureHa configure(boolean primary) {
        return new ConfigureHa(DEVICE, LABEL, UUID, primary, "/mnt/lfs/ost0");
    }
}
