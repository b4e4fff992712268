package org.chroma.core.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.chroma.core.Alert;
import org.chroma.core.StateManager.FilesystemRequest;
import org.chroma.core.StateManager.MgtChoice;
import org.chroma.core.port.SampleSink;
import org.chroma.core.testing.FakeAgents;
import org.chroma.core.testing.InMemoryDataStore;
import org.chroma.core.testing.MovableClock;
import org.chroma.core.testing.TestManager;
import org.chroma.model.Host;
import org.chroma.model.HostState;
import org.chroma.model.Nid;
import org.chroma.model.Target;
import org.chroma.model.TargetState;
import org.chroma.model.Volume;
import org.chroma.model.fact.LnetFact;
import org.chroma.model.fact.MountedTargetsFact;
import org.chroma.model.fact.MountedTargetsFact.MountedTarget;
import org.chroma.model.fact.ResourceLocationsFact;
import org.chroma.spi.Condition;
import org.chroma.spi.Fact;
import org.chroma.spi.FactSink;
import org.chroma.spi.Observation;
import org.chroma.spi.Sample;
import org.chroma.spi.StorageResource;
import org.chroma.spi.StorageResource.Role;
import org.chroma.spi.StorageResource.Scope;
import org.chroma.state.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of the things that servers report. */
class ReportsTest {
    private final MovableClock clock = new MovableClock();
    private final TestManager manager = new TestManager(new InMemoryDataStore(), new FakeAgents(), clock);

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void aSharedDiskIsOneVolumeWithAPathFromEachServer() {
        manager.addServers(2, 0);
        StorageResource disk = drive("ScsiDevice", "s1", List.of());
        report(1, disk, node("/dev/sda", disk));
        report(2, disk, node("/dev/sdb", disk));

        assertThat(manager.view().cluster().volumes())
                .extracting(ReportsTest::text)
                .containsExactly("SCSI device s1: 1 /dev/sda primary, 2 /dev/sdb failover");

        report(2);
        assertThat(manager.view().cluster().volumes())
                .extracting(ReportsTest::text)
                .containsExactly("SCSI device s1: 1 /dev/sda primary");
        report(1);
        assertThat(manager.view().cluster().volumes()).isEmpty();
        assertThat(manager.view().resources()).isEmpty();
    }

    @Test
    void multipathStandsForItsPaths() {
        manager.addServers(1, 0);
        StorageResource disk = drive("ScsiDevice", "s1", List.of());
        StorageResource one = node("/dev/sda", disk);
        StorageResource two = node("/dev/sdb", disk);
        StorageResource mapped = resource(
                "LinuxDeviceNode",
                "/dev/mapper/mpatha",
                Role.DEVICE_NODE,
                Map.of("path", "/dev/mapper/mpatha"),
                List.of(disk, one, two));
        report(1, disk, one, two, mapped);

        assertThat(manager.view().cluster().volumes())
                .extracting(ReportsTest::text)
                .containsExactly("SCSI device s1: 1 /dev/mapper/mpatha primary");
    }

    @Test
    void severalPathsStayWhereNoneIsTheMappers() {
        manager.addServers(1, 0);
        StorageResource disk = drive("ScsiDevice", "s1", List.of());
        report(1, disk, node("/dev/sda", disk), node("/dev/sdb", disk));

        assertThat(manager.view().cluster().volumes())
                .extracting(ReportsTest::text)
                .containsExactly("SCSI device s1: 1 /dev/sda primary, 1 /dev/sdb");
    }

    @Test
    void whatIsInUseIsNotOffered() {
        manager.addServers(1, 0);
        StorageResource disk = drive("ScsiDevice", "s1", List.of());
        StorageResource node = node("/dev/sda", disk);
        StorageResource group = resource("LvmGroup", "vg", Role.POOL, Map.of(), List.of(node));
        StorageResource logical = drive("LvmVolume", "lv", List.of(group));
        StorageResource mounted = drive("ScsiDevice", "s2", List.of());
        StorageResource mountedNode = node("/dev/sdb", mounted);
        StorageResource mount =
                resource("LocalMount", "/home", Role.OCCUPIER, Map.of("fstype", "ext4"), List.of(mountedNode));
        report(1, disk, node, group, logical, node("/dev/vg/lv", logical), mounted, mountedNode, mount);

        assertThat(manager.view().cluster().volumes())
                .extracting(ReportsTest::text)
                .containsExactly("Logical volume lv: 1 /dev/vg/lv primary");

        report(1, disk, node, group, logical, node("/dev/vg/lv", logical), mounted, mountedNode);
        assertThat(manager.view().cluster().volumes()).hasSize(2);
    }

    @Test
    void aVolumeWithATargetStaysWhenItsDiskVanishes() {
        manager.addServers(1, 3);
        create();

        report(1);

        assertThat(manager.view().cluster().volumes())
                .hasSize(3)
                .allMatch(volume -> volume.nodes().size() == 1);
        assertThat(manager.view().resources()).isEmpty();
        manager.reportDisks(manager.view().cluster().hosts().iterator().next().id(), 3);
        assertThat(manager.view().cluster().volumes())
                .as("nothing that carries a target is offered again")
                .hasSize(3);
    }

    @Test
    void lnetIsFollowedAndChangedNidsRaiseAnAlert() {
        manager.addServers(1, 0);
        facts(1, new LnetFact(true, true, List.of(new Nid("10.9.9.9@tcp"))));
        assertThat(active()).containsExactly("LNetNidsChangedAlert");
        facts(1, new LnetFact(true, true, List.of(new Nid("10.0.0.1@tcp"))));
        assertThat(active()).isEmpty();

        facts(1, new LnetFact(false, false, List.of()));

        assertThat(manager.view().cluster().hosts())
                .extracting(host -> host.state())
                .containsExactly(HostState.LNET_UNLOADED);
        assertThat(active()).containsExactly("LNetOfflineAlert");
    }

    @Test
    void aTargetIsFollowedToItsFailoverServerAndThroughRecovery() {
        manager.addServers(2, 3);
        create();
        Target ost = ost();
        long other = ost.failoverMounts().get(0).host().number();
        facts(1, new ResourceLocationsFact(Map.of(String.valueOf(ost.haLabel()), Optional.of("s" + other))));
        assertThat(ost().activeHost()).isEqualTo(ost.failoverMounts().get(0).host());
        assertThat(active()).containsExactly("TargetFailoverAlert");

        MountedTarget recovering = new MountedTarget(
                String.valueOf(ost.uuid()), "lfs-OST0000", "/dev/x", "/mnt/x", Map.of("status", "RECOVERING"));
        facts(other, new MountedTargetsFact(List.of(recovering)));
        assertThat(ost().recovery()).containsEntry("status", "RECOVERING");
        assertThat(active()).containsExactlyInAnyOrder("TargetFailoverAlert", "TargetRecoveryAlert");
        facts(other, new MountedTargetsFact(List.of()));
        assertThat(active()).containsExactly("TargetFailoverAlert");
    }

    @Test
    void aSilentServerRaisesAnAlertUntilItReports() {
        manager.addServers(2, 0);
        clock.advance(Duration.ofSeconds(21));
        report(1);

        manager.engine().housekeeping().checkContacts();
        manager.awaitWritten();
        assertThat(manager.view().alerts())
                .filteredOn(Alert::active)
                .extracting(alert -> alert.severity() + ": " + alert.message())
                .containsExactly("ERROR: No contact with s2.example.com");
        report(2);
        assertThat(active()).isEmpty();
    }

    @Test
    void conditionsAreAlertsWhileTheyLast() {
        manager.addServers(1, 0);
        StorageResource disk = drive("ScsiDevice", "s1", List.of());
        Condition hot = new Condition("hot", Condition.Severity.WARNING, disk.reference(), "Disk s1 is hot");
        observe(1, "linux", new Observation(List.of(disk), List.of(), List.of(), List.of(hot)));
        assertThat(manager.view().alerts())
                .filteredOn(Alert::active)
                .extracting(Alert::message)
                .containsExactly("Disk s1 is hot");

        Condition burning = new Condition("hot", Condition.Severity.ERROR, disk.reference(), "Disk s1 burns");
        observe(1, "linux", new Observation(List.of(disk), List.of(), List.of(), List.of(burning)));
        assertThat(manager.view().alerts())
                .filteredOn(alert -> alert.resource() != null)
                .extracting(alert -> alert.severity() + " " + alert.message())
                .as("the same alert, with what is true now")
                .containsExactly("ERROR Disk s1 burns");

        observe(1, "other", Observation.NOTHING);
        assertThat(active()).hasSize(1);
        observe(1, "linux", new Observation(List.of(disk), List.of(), List.of(), List.of()));
        assertThat(active()).isEmpty();
    }

    @Test
    void readingsGoToTheObjectsThatTheyBelongTo() {
        manager.addServers(1, 3);
        create();
        List<SampleSink.Attributed> written = new ArrayList<>();
        ReportsService reports = manager.engine().reports();
        reports.setSink(new SampleSink() {
            @Override
            public void write(List<Attributed> samples) {
                written.addAll(samples);
            }

            @Override
            public void drop(String entity) {}

            @Override
            public void keepOnly(Set<String> entities) {}
        });
        Observation readings = Observation.ofSamples(List.of(
                sample("host", "s1.example.com"), sample("target", "lfs-OST0000"), sample("target", "xfs-OST0000")));

        reports.accept(1, Instant.now(), Map.of("lustre", readings), Map.of("linux", "lsblk is not installed"));

        assertThat(written).extracting(SampleSink.Attributed::entity).containsExactly("host/1", "target/3");
        assertThat(manager.view().plugins())
                .extracting(plugin -> plugin.name() + ": " + plugin.problem())
                .containsExactly("linux: s1.example.com: lsblk is not installed");
    }

    /** A fact as a third party's plugin may bring it. */
    private record SightingFact(ObjectId<TargetState> target, String label, String node, List<String> nids)
            implements Fact {
        @Override
        public void applyTo(FactSink sink) {
            sink.state(Host.KIND.id(sink.server()), HostState.LNET_DOWN);
            sink.runsOn(label, Optional.of(node));
            sink.networkAddresses(nids);
            sink.state(target, TargetState.REMOVED);
        }
    }

    @Test
    void factsOfThirdPartiesAreApplied() {
        manager.addServers(2, 3);
        create();
        Target ost = ost();
        ObjectId<HostState> other = ost.failoverMounts().get(0).host();

        facts(
                1,
                new SightingFact(
                        ost.id(), String.valueOf(ost.haLabel()), "s" + other.number(), List.of("10.9.9.9@tcp")));

        assertThat(manager.view().cluster().host(Host.KIND.id(1)).orElseThrow().state())
                .isEqualTo(HostState.LNET_DOWN);
        assertThat(ost().activeHost()).isEqualTo(other);
        assertThat(ost().state()).as("nobody can see that it was removed").isEqualTo(TargetState.MOUNTED);
        assertThat(active())
                .containsExactlyInAnyOrder("LNetNidsChangedAlert", "LNetOfflineAlert", "TargetFailoverAlert");
    }

    @Test
    void aFactThatCannotBeAppliedHarmsNoOther() {
        manager.addServers(2, 3);
        create();
        Fact broken = new SightingFact(ost().id(), "", "", List.of("not an address"));
        Observation good = Observation.ofFacts(List.of(new LnetFact(false, false, List.of())));

        manager.reports()
                .accept(
                        1,
                        Instant.now(),
                        Map.of("locator", Observation.ofFacts(List.of(broken)), "network", good),
                        Map.of());

        assertThat(manager.view().cluster().host(Host.KIND.id(1)).orElseThrow().state())
                .isEqualTo(HostState.LNET_UNLOADED);
        assertThat(manager.view().plugins())
                .extracting(plugin -> plugin.name() + ": " + plugin.problem())
                .containsExactly("locator: s1.example.com: SightingFact cannot be applied: "
                        + "java.lang.IllegalArgumentException: not a network identifier: not an address");
    }

    private static Sample sample(String kind, String name) {
        return new Sample(new Sample.Subject(kind, name), "x", Sample.Type.GAUGE, Instant.EPOCH, 1);
    }

    private List<String> active() {
        return manager.view().alerts().stream()
                .filter(alert -> alert.active() && !alert.dismissed())
                .map(alert -> alert.type().name())
                .toList();
    }

    private Target ost() {
        return manager.view().cluster().targets().stream()
                .filter(target -> "lfs-OST0000".equals(target.name()))
                .findFirst()
                .orElseThrow();
    }

    private void create() {
        manager.await(manager.state()
                .createFilesystem(
                        new FilesystemRequest(
                                "lfs",
                                new MgtChoice(null, manager.volume(1).id(), null),
                                List.of(manager.on(2)),
                                List.of(manager.on(3)),
                                null),
                        "")
                .command()
                .orElseThrow());
    }

    private void report(long host, StorageResource... resources) {
        observe(host, "linux", Observation.ofResources(List.of(resources)));
    }

    private void facts(long host, Fact fact) {
        observe(host, "lustre", Observation.ofFacts(List.of(fact)));
    }

    private void observe(long host, String plugin, Observation observation) {
        manager.reports().accept(host, Instant.now(), Map.of(plugin, observation), Map.of());
    }

    private static StorageResource drive(String type, String serial, List<StorageResource> parents) {
        return new StorageResource(
                type,
                List.of(serial),
                Scope.GLOBAL,
                Role.LOGICAL_DRIVE,
                serial,
                Map.of("size", 1L << 30),
                parents.stream().map(StorageResource::reference).toList());
    }

    private static StorageResource node(String path, StorageResource drive) {
        return resource("LinuxDeviceNode", path, Role.DEVICE_NODE, Map.of("path", path), List.of(drive));
    }

    private static StorageResource resource(
            String type, String name, Role role, Map<String, Object> attributes, List<StorageResource> parents) {
        return new StorageResource(
                type,
                List.of(name),
                Scope.SOURCE,
                role,
                name,
                attributes,
                parents.stream().map(StorageResource::reference).toList());
    }

    private static String text(Volume volume) {
        List<String> nodes = volume.nodes().stream()
                .map(node -> node.host().number() + " " + node.path()
                        + (node.primary() ? " primary" : node.use() ? " failover" : ""))
                .toList();
        return volume.kind() + " " + volume.label() + ": " + String.join(", ", nodes);
    }
}
