package org.chroma.simulator.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.chroma.model.Nid;
import org.chroma.model.TargetKind;
import org.chroma.model.action.ConfigureHa;
import org.chroma.model.action.ConfigureLogForwarding;
import org.chroma.model.action.ConfigureTimeSync;
import org.chroma.model.action.DetectScan;
import org.chroma.model.action.DetectedTargets;
import org.chroma.model.action.DetectedTargets.LocalTarget;
import org.chroma.model.action.DetectedTargets.RecordedFilesystem;
import org.chroma.model.action.DetectedTargets.RecordedTarget;
import org.chroma.model.action.FailbackTarget;
import org.chroma.model.action.FailoverTarget;
import org.chroma.model.action.FormatTarget;
import org.chroma.model.action.FormattedTarget;
import org.chroma.model.action.LoadLnet;
import org.chroma.model.action.PurgeConfiguration;
import org.chroma.model.action.RegisterTarget;
import org.chroma.model.action.RegisteredTarget;
import org.chroma.model.action.SetConfParam;
import org.chroma.model.action.StartLnet;
import org.chroma.model.action.StartTarget;
import org.chroma.model.action.StopLnet;
import org.chroma.model.action.StopTarget;
import org.chroma.model.action.TargetLocation;
import org.chroma.model.action.UnconfigureHa;
import org.chroma.model.action.UnconfigureLogForwarding;
import org.chroma.model.action.UnconfigureTimeSync;
import org.chroma.model.action.UnloadLnet;
import org.chroma.model.action.WriteconfTarget;
import org.chroma.model.fact.LnetFact;
import org.chroma.model.fact.MountedTargetsFact;
import org.chroma.model.fact.ResourceLocationsFact;
import org.chroma.plugin.ha.internal.ConfigureHaPlugin;
import org.chroma.plugin.ha.internal.FailbackTargetPlugin;
import org.chroma.plugin.ha.internal.FailoverTargetPlugin;
import org.chroma.plugin.ha.internal.LocationsHandler;
import org.chroma.plugin.ha.internal.LocationsPlugin;
import org.chroma.plugin.ha.internal.StartTargetPlugin;
import org.chroma.plugin.ha.internal.StopTargetPlugin;
import org.chroma.plugin.ha.internal.UnconfigureHaPlugin;
import org.chroma.plugin.host.internal.ConfigureLogForwardingPlugin;
import org.chroma.plugin.host.internal.ConfigureTimeSyncPlugin;
import org.chroma.plugin.host.internal.LoadHandler;
import org.chroma.plugin.host.internal.LoadPlugin;
import org.chroma.plugin.host.internal.UnconfigureLogForwardingPlugin;
import org.chroma.plugin.host.internal.UnconfigureTimeSyncPlugin;
import org.chroma.plugin.linux.internal.LinuxHandler;
import org.chroma.plugin.linux.internal.LinuxPlugin;
import org.chroma.plugin.lustre.internal.MetricsHandler;
import org.chroma.plugin.lustre.internal.MetricsPlugin;
import org.chroma.plugin.lustre.internal.targets.DetectScanPlugin;
import org.chroma.plugin.lustre.internal.targets.FormatTargetPlugin;
import org.chroma.plugin.lustre.internal.targets.PurgeConfigurationPlugin;
import org.chroma.plugin.lustre.internal.targets.RegisterTargetPlugin;
import org.chroma.plugin.lustre.internal.targets.SetConfParamPlugin;
import org.chroma.plugin.lustre.internal.targets.TargetsHandler;
import org.chroma.plugin.lustre.internal.targets.TargetsPlugin;
import org.chroma.plugin.lustre.internal.targets.WriteconfTargetPlugin;
import org.chroma.plugin.network.internal.LnetHandler;
import org.chroma.plugin.network.internal.LnetPlugin;
import org.chroma.plugin.network.internal.LoadLnetPlugin;
import org.chroma.plugin.network.internal.StartLnetPlugin;
import org.chroma.plugin.network.internal.StopLnetPlugin;
import org.chroma.plugin.network.internal.UnloadLnetPlugin;
import org.chroma.spi.Action;
import org.chroma.spi.ActionPlugin;
import org.chroma.spi.DeviceDataHandler;
import org.chroma.spi.DevicePlugin;
import org.chroma.spi.Fact;
import org.chroma.spi.Machine;
import org.chroma.spi.Observation;
import org.chroma.spi.Sample;
import org.chroma.spi.Server;
import org.chroma.spi.StorageResource;
import org.chroma.testing.RecordedContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The agents' own plugins at work on simulated servers. */
class PluginsTest {
    private static final List<List<String>> MGS = List.of(List.of("10.77.0.11@tcp0"), List.of("10.77.0.12@tcp0"));
    private static final String OST = "lfs-OST0000_1";

    private final Lab lab = new Lab();
    private final Machine mds1 = lab.machine("mds1");
    private final Machine mds2 = lab.machine("mds2");
    private final Machine oss1 = lab.machine("oss1");
    private final Machine oss2 = lab.machine("oss2");

    @BeforeEach
    void startLnet() throws Exception {
        for (Machine machine : List.of(mds1, mds2, oss1, oss2)) {
            run(new LoadLnetPlugin(), new LoadLnet(), machine);
            run(new StartLnetPlugin(), new StartLnet(), machine);
        }
    }

    @AfterEach
    void end() {
        lab.close();
    }

    @Test
    void aFilesystemsWholeLife() throws Exception {
        create(TargetKind.MGT, Lab.MGT, "MGS_1", "/mnt/mgs", "10.77.0.12@tcp0", mds1, mds2);
        create(TargetKind.MDT, Lab.MDT0, "lfs-MDT0000_1", "/mnt/lfs/mdt", "10.77.0.12@tcp0", mds1, mds2);
        String uuid = create(TargetKind.OST, Lab.ost(0), OST, "/mnt/lfs/ost0", "10.77.0.14@tcp0", oss1, oss2);

        assertThat(mounted(mds1)).containsExactly("MGS", "lfs-MDT0000");
        assertThat(mounted(oss1)).containsExactly("lfs-OST0000");
        assertThat(facts(new LocationsPlugin(), new LocationsHandler(), oss2))
                .containsExactly(new ResourceLocationsFact(Map.of(OST, Optional.of("oss1"))));

        run(new FailoverTargetPlugin(), new FailoverTarget(OST), oss1);
        assertThat(mounted(oss1)).isEmpty();
        assertThat(mounted(oss2)).containsExactly("lfs-OST0000");
        run(new FailbackTargetPlugin(), new FailbackTarget(OST), oss1);
        assertThat(mounted(oss1)).containsExactly("lfs-OST0000");

        run(new SetConfParamPlugin(), new SetConfParam("lfs.llite.max_cached_mb", "64"), mds1);
        run(new SetConfParamPlugin(), new SetConfParam("lfs-OST0000.osc.max_dirty_mb", "32"), mds1);
        run(new SetConfParamPlugin(), new SetConfParam("lfs.llite.max_cached_mb", null), mds1);

        for (String label : List.of(OST, "lfs-MDT0000_1", "MGS_1")) {
            run(new StopTargetPlugin(), new StopTarget(label), label.equals(OST) ? oss2 : mds2);
        }
        assertThat(mounted(mds1)).isEmpty();
        assertThat(mounted(oss1)).isEmpty();
        run(
                new WriteconfTargetPlugin(),
                new WriteconfTarget(Lab.ost(0), MGS, List.of(List.of("10.77.0.14@tcp0"))),
                oss1);
        run(new PurgeConfigurationPlugin(), new PurgeConfiguration(Lab.MGT, "lfs"), mds1);
        run(new UnconfigureHaPlugin(), new UnconfigureHa(OST, uuid, false), oss2);
        run(new UnconfigureHaPlugin(), new UnconfigureHa(OST, uuid, true), oss1);
        assertThat(facts(new LocationsPlugin(), new LocationsHandler(), oss2))
                .containsExactly(new ResourceLocationsFact(Map.of()));

        run(new StopLnetPlugin(), new StopLnet(), oss1);
        assertThat(facts(new LnetPlugin(), new LnetHandler(), oss1))
                .containsExactly(new LnetFact(true, false, List.of()));
        run(new UnloadLnetPlugin(), new UnloadLnet(), oss1);
        assertThat(facts(new LnetPlugin(), new LnetHandler(), oss1))
                .containsExactly(new LnetFact(false, false, List.of()));
    }

    @Test
    void detectsWhatIsThere() throws Exception {
        create(TargetKind.MGT, Lab.MGT, "MGS_1", "/mnt/mgs", "10.77.0.12@tcp0", mds1, mds2);
        create(TargetKind.MDT, Lab.MDT0, "lfs-MDT0000_1", "/mnt/lfs/mdt", "10.77.0.12@tcp0", mds1, mds2);
        create(TargetKind.OST, Lab.ost(0), OST, "/mnt/lfs/ost0", "10.77.0.14@tcp0", oss1, oss2);
        run(new SetConfParamPlugin(), new SetConfParam("lfs.llite.max_cached_mb", "64"), mds1);
        run(new SetConfParamPlugin(), new SetConfParam("lfs-OST0000.osc.max_dirty_mb", "32"), mds1);

        DetectedTargets onMds1 = detect(mds1);
        assertThat(onMds1.targets())
                .extracting(LocalTarget::name, LocalTarget::mountPoint)
                .containsExactly(tuple("MGS", "/mnt/mgs"), tuple("lfs-MDT0000", "/mnt/lfs/mdt"));
        assertThat(onMds1.filesystems())
                .containsExactly(new RecordedFilesystem(
                        "lfs",
                        List.of(
                                new RecordedTarget("lfs-MDT0000", List.of("10.77.0.11@tcp0"), Map.of()),
                                new RecordedTarget(
                                        "lfs-OST0000", List.of("10.77.0.13@tcp0"), Map.of("osc.max_dirty_mb", "32"))),
                        Map.of("llite.max_cached_mb", "64")));

        DetectedTargets onOss2 = detect(oss2);
        assertThat(onOss2.filesystems()).isEmpty();
        assertThat(onOss2.targets()).hasSize(1);
        LocalTarget ost = onOss2.targets().get(0);
        assertThat(ost.name()).isEqualTo("lfs-OST0000");
        assertThat(ost.mounted()).isFalse();
        assertThat(ost.mgsNids()).containsExactly("10.77.0.11@tcp0", "10.77.0.12@tcp0");
        assertThat(ost.failoverNids()).containsExactly("10.77.0.14@tcp0");
        assertThat(ost.devices()).contains("/dev/mapper/mpatha");
    }

    private static DetectedTargets detect(Machine machine) throws Exception {
        return Objects.requireNonNull(run(new DetectScanPlugin(), new DetectScan(), machine));
    }

    @Test
    void refusesWhatWouldDestroyData() throws Exception {
        create(TargetKind.MGT, Lab.MGT, "MGS_1", "/mnt/mgs", "10.77.0.12@tcp0", mds1, mds2);

        assertThatThrownBy(() -> format(TargetKind.MGT, Lab.MGT, "10.77.0.12@tcp0", mds1))
                .hasMessageContaining("is mounted at /mnt/mgs");
        assertThatThrownBy(() -> run(new PurgeConfigurationPlugin(), new PurgeConfiguration(Lab.MGT, "lfs"), mds1))
                .hasMessageContaining("is mounted");
        run(new StopTargetPlugin(), new StopTarget("MGS_1"), mds1);
        assertThatThrownBy(() -> format(TargetKind.OST, Lab.MGT, "10.77.0.12@tcp0", mds1))
                .hasMessageContaining("holds the Lustre target MGS");
        assertThatThrownBy(() -> format(TargetKind.OST, "/dev/disk/by-id/virtio-MDS1-LOCAL", "10.77.0.12@tcp0", mds1))
                .hasMessageContaining("is mounted at /srv/local");
    }

    @Test
    void seesTheSameDisksFromBothServersOfAPair() throws Exception {
        assertThat(globalDrives(mds1)).hasSize(4).contains("35000c50000000000");
        assertThat(globalDrives(oss1)).hasSize(8).isEqualTo(globalDrives(oss2));
        assertThat(observe(new LinuxPlugin(), new LinuxHandler(), oss1).resources())
                .filteredOn(each -> each.role() == StorageResource.Role.DEVICE_NODE)
                .extracting(each -> each.attributes().get("path"))
                .contains("/dev/mapper/mpatha");
    }

    @Test
    void measures() throws Exception {
        lab.filesystem();

        List<Sample> samples =
                observe(new MetricsPlugin(), new MetricsHandler(), mds1).samples();
        assertThat(samples)
                .extracting(Sample::series)
                .contains("num_exports", "kbytesfree", "client_count", "lnet_send_count");
        assertThat(observe(new MetricsPlugin(), new MetricsHandler(), oss1).samples())
                .extracting(Sample::series)
                .contains("filesfree", "num_exports", "kbytestotal", "tot_granted");
        assertThat(observe(new LoadPlugin(), new LoadHandler(), oss1).samples())
                .extracting(Sample::series)
                .contains("mem_MemTotal", "cpu_user");
    }

    @Test
    void configuresClockAndLogAndTakesItBack() throws Exception {
        String before = oss1.read("/etc/chrony/chrony.conf");

        run(new ConfigureTimeSyncPlugin(), new ConfigureTimeSync("manager.example"), oss1);
        run(new ConfigureLogForwardingPlugin(), new ConfigureLogForwarding("manager.example", 514), oss1);
        assertThat(oss1.read("/etc/chrony/chrony.conf")).contains("server manager.example iburst");
        assertThat(oss1.read("/etc/rsyslog.d/chroma.conf")).contains("manager.example");

        run(new UnconfigureTimeSyncPlugin(), new UnconfigureTimeSync(), oss1);
        run(new UnconfigureLogForwardingPlugin(), new UnconfigureLogForwarding(), oss1);
        assertThat(oss1.read("/etc/chrony/chrony.conf")).isEqualTo(before);
        assertThat(oss1.exists("/etc/rsyslog.d/chroma.conf")).isFalse();
    }

    @Test
    void tellsItsNids() throws Exception {
        assertThat(facts(new LnetPlugin(), new LnetHandler(), oss1))
                .containsExactly(new LnetFact(true, true, List.of(new Nid("10.77.0.13@tcp"))));
    }

    private String create(
            TargetKind kind,
            String device,
            String label,
            String mountPoint,
            String failover,
            Machine primary,
            Machine secondary)
            throws Exception {
        FormattedTarget formatted = format(kind, device, failover, primary);
        // An answer that was lost is asked for again.
        assertThat(format(kind, device, failover, primary)).isEqualTo(formatted);
        RegisterTarget register = new RegisterTarget(device, mountPoint);
        RegisteredTarget registered = run(new RegisterTargetPlugin(), register, primary);
        assertThat(run(new RegisterTargetPlugin(), register, primary)).isEqualTo(registered);
        assertThat(label).startsWith(Objects.requireNonNull(registered).name());
        for (int twice = 0; twice < 2; twice++) {
            run(new ConfigureHaPlugin(), new ConfigureHa(device, label, formatted.uuid(), true, mountPoint), primary);
            run(
                    new ConfigureHaPlugin(),
                    new ConfigureHa(device, label, formatted.uuid(), false, mountPoint),
                    secondary);
        }
        assertThat(run(new StartTargetPlugin(), new StartTarget(label), secondary))
                .isEqualTo(new TargetLocation(primary.nodename()));
        return formatted.uuid();
    }

    private static FormattedTarget format(TargetKind kind, String device, String failover, Machine machine)
            throws Exception {
        boolean mgt = kind == TargetKind.MGT;
        return Objects.requireNonNull(run(
                new FormatTargetPlugin(),
                new FormatTarget(
                        device,
                        kind,
                        mgt ? null : "lfs",
                        0,
                        mgt ? List.of() : MGS,
                        List.of(List.of(failover)),
                        "ldiskfs",
                        List.of(),
                        false),
                machine));
    }

    private static List<String> mounted(Machine machine) throws Exception {
        return observe(new TargetsPlugin(), new TargetsHandler(), machine).facts().stream()
                .map(MountedTargetsFact.class::cast)
                .flatMap(fact -> fact.targets().stream())
                .map(MountedTargetsFact.MountedTarget::name)
                .toList();
    }

    private static List<String> globalDrives(Machine machine) throws Exception {
        return observe(new LinuxPlugin(), new LinuxHandler(), machine).resources().stream()
                .filter(each -> each.role() == StorageResource.Role.LOGICAL_DRIVE)
                .filter(each -> each.scope() == StorageResource.Scope.GLOBAL)
                .map(each -> each.identity().get(0))
                .sorted()
                .toList();
    }

    private static <T extends Record> List<Fact> facts(
            DevicePlugin<T> plugin, DeviceDataHandler<T> handler, Machine machine) throws Exception {
        return observe(plugin, handler, machine).facts();
    }

    private static <T extends Record> Observation observe(
            DevicePlugin<T> plugin, DeviceDataHandler<T> handler, Machine machine) throws Exception {
        return handler.observe(
                new Server(1, machine.nodename() + ".example", machine.nodename(), Instant.EPOCH),
                plugin.scan(machine));
    }

    private static <A extends Action<R>, R> @Nullable R run(ActionPlugin<A, R> plugin, A action, Machine machine)
            throws Exception {
        return plugin.run(action, new RecordedContext(machine));
    }
}
