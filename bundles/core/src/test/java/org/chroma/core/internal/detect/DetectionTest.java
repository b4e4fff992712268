package org.chroma.core.internal.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chroma.core.Changes;
import org.chroma.core.Cluster;
import org.chroma.core.internal.lifecycle.Lustre;
import org.chroma.model.Filesystem;
import org.chroma.model.FilesystemState;
import org.chroma.model.Host;
import org.chroma.model.HostState;
import org.chroma.model.LnetConfiguration;
import org.chroma.model.LnetState;
import org.chroma.model.Nid;
import org.chroma.model.Target;
import org.chroma.model.Volume;
import org.chroma.model.Volume.VolumeNode;
import org.chroma.model.action.DetectedTargets;
import org.chroma.model.action.DetectedTargets.LocalTarget;
import org.chroma.model.action.DetectedTargets.RecordedFilesystem;
import org.chroma.model.action.DetectedTargets.RecordedTarget;
import org.chroma.state.ObjectId;
import org.junit.jupiter.api.Test;

/**
 * Servers s1, s2, … with the NIDs 10.0.0.1@tcp, 10.0.0.2@tcp, …, all of which reach the disks d1, d2, …; what is found
 * on them is written as one line an object.
 */
class DetectionTest {
    private static final int DISKS = 6;

    private final Map<ObjectId<HostState>, List<LocalTarget>> seen = new LinkedHashMap<>();
    private final Map<ObjectId<HostState>, List<RecordedFilesystem>> recorded = new HashMap<>();
    private final Map<String, Long> ids = new HashMap<>();
    private Cluster cluster = Cluster.EMPTY;

    private DetectionTest servers(int number) {
        List<Host> hosts = new ArrayList<>();
        List<LnetConfiguration> lnets = new ArrayList<>();
        for (int n = 1; n <= number; n++) {
            ObjectId<HostState> id = Host.KIND.id(n);
            hosts.add(new Host(id, HostState.LNET_UP, Lustre.THEN, false, "s" + n, "s" + n, "s" + n, null, null));
            lnets.add(lnet(n, nid(n)));
        }
        List<Volume> volumes = new ArrayList<>();
        for (int disk = 1; disk <= DISKS; disk++) {
            List<VolumeNode> nodes = new ArrayList<>();
            for (int n = 1; n <= number; n++) {
                nodes.add(new VolumeNode(disk * 10L + n, disk, Host.KIND.id(n), path(disk), n == 1, true));
            }
            volumes.add(new Volume(disk, "d" + disk, 1, "SCSI device", null, nodes));
        }
        put(hosts, lnets, volumes, List.of(), List.of());
        return this;
    }

    private static LnetConfiguration lnet(int server, String nid) {
        return new LnetConfiguration(
                LnetConfiguration.KIND.id(server),
                LnetState.NIDS_KNOWN,
                Lustre.THEN,
                false,
                Host.KIND.id(server),
                List.of(new Nid(nid)),
                "s" + server);
    }

    private void put(
            List<Host> hosts,
            List<LnetConfiguration> lnets,
            List<Volume> volumes,
            List<Target> targets,
            List<Filesystem> filesystems) {
        cluster = cluster.with(new Changes(
                hosts,
                lnets,
                volumes,
                List.of(),
                targets,
                filesystems,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of()));
    }

    private static String nid(int server) {
        return "10.0.0.%d@tcp".formatted(server);
    }

    private static String path(int disk) {
        return "/dev/disk/by-id/d" + disk;
    }

    /** A target on a disk, seen by some servers and mounted on the first of them. */
    private DetectionTest mounted(String name, int disk, List<Integer> mgs, List<Integer> failover, int... servers) {
        for (int server : servers) {
            see(name, disk, mgs, failover, server, server == servers[0]);
        }
        return this;
    }

    private DetectionTest see(
            String name, int disk, List<Integer> mgs, List<Integer> failover, int server, boolean mounted) {
        seen.computeIfAbsent(Host.KIND.id(server), host -> new ArrayList<>())
                .add(new LocalTarget(
                        name,
                        "uuid-" + disk,
                        List.of("/dev/sd" + disk, path(disk)),
                        mounted ? "/mnt/" + name : null,
                        mgs.stream().map(DetectionTest::nid).toList(),
                        failover.stream().map(DetectionTest::nid).toList()));
        return this;
    }

    /**
     * The MGS on a server has recorded a filesystem; each target is written {@code MDT0000@1}, after the server's
     * number.
     */
    private DetectionTest recorded(int server, String fsname, String... targets) {
        List<RecordedTarget> all = Stream.of(targets)
                .map(target -> target.split("@", 2))
                .map(parts -> new RecordedTarget(
                        fsname + "-" + parts[0],
                        List.of(nid(Integer.parseInt(parts[1]))),
                        parts[0].equals("OST0000") ? Map.of("osc.active", "1") : Map.of()))
                .toList();
        recorded.computeIfAbsent(Host.KIND.id(server), host -> new ArrayList<>())
                .add(new RecordedFilesystem(fsname, all, Map.of("sys.timeout", "60")));
        return this;
    }

    private Detection.Result detect() {
        Map<ObjectId<HostState>, DetectedTargets> scans = new LinkedHashMap<>();
        seen.forEach((host, targets) ->
                scans.put(host, new DetectedTargets(targets, recorded.getOrDefault(host, List.of()))));
        return Detection.of(cluster, scans, Lustre.THEN, sequence -> ids.merge(sequence, 1L, Long::sum));
    }

    /** Takes over what was found, as the job does. */
    private Detection.Result learn() {
        Detection.Result found = detect();
        put(List.of(), List.of(), found.volumes(), found.targets(), found.filesystems());
        seen.clear();
        recorded.clear();
        return found;
    }

    /** What is to be stored: servers with the primary one first, the one on which it runs in brackets. */
    private static String objects(Detection.Result found) {
        Stream<String> filesystems = found.filesystems().stream()
                .map(each -> "%s %s of target %d, next MDT %d, next OST %d"
                        .formatted(
                                each.name(),
                                each.state(),
                                each.mgt().number(),
                                each.nextMdtIndex(),
                                each.nextOstIndex()));
        Stream<String> targets = found.targets().stream()
                .map(each -> "%d %s %s d%d %s"
                        .formatted(
                                each.id().number(),
                                each.name(),
                                each.state(),
                                each.volume(),
                                each.mounts().stream()
                                        .map(mount -> mount.host().equals(each.activeHost())
                                                ? "[s%d]".formatted(mount.host().number())
                                                : "s" + mount.host().number())
                                        .collect(Collectors.joining(" "))));
        assertThat(found.targets()).allMatch(Target::immutableState);
        assertThat(found.filesystems()).allMatch(Filesystem::immutableState);
        return Stream.concat(filesystems, targets).collect(Collectors.joining("\n"));
    }

    private static String lines(Detection.Result found) {
        return String.join("\n", found.lines());
    }

    private DetectionTest wholeFilesystem() {
        return servers(4)
                .mounted("MGS", 1, List.of(), List.of(2), 1, 2)
                .mounted("lfs-MDT0000", 2, List.of(1, 2), List.of(2), 1, 2)
                .mounted("lfs-OST0000", 3, List.of(1, 2), List.of(4), 3, 4)
                .mounted("lfs-OST0001", 4, List.of(1, 2), List.of(3), 4, 3)
                .recorded(1, "lfs", "MDT0000@1", "OST0000@3", "OST0001@4", "OST0007@4");
    }

    @Test
    void learnsAFilesystemWithItsFailoverServers() {
        Detection.Result found = wholeFilesystem().detect();

        assertThat(objects(found)).isEqualTo("""
                lfs AVAILABLE of target 1, next MDT 1, next OST 8
                1 MGS MOUNTED d1 [s1] s2
                2 lfs-MDT0000 MOUNTED d2 [s1] s2
                3 lfs-OST0000 MOUNTED d3 [s3] s4
                4 lfs-OST0001 MOUNTED d4 [s4] s3""");
        assertThat(lines(found)).isEqualTo("""
                Found the MGT on s1
                Found filesystem lfs with 1 MDT and 2 OSTs
                The MGS knows lfs-OST0007, which runs on none of these servers""");
        Target ost = found.targets().get(3);
        assertThat(ost.index()).isEqualTo(1);
        assertThat(ost.uuid()).isEqualTo("uuid-4");
        assertThat(ost.primaryMount())
                .isEqualTo(new Target.Mount(Host.KIND.id(4), 44, path(4), "/mnt/lfs-OST0001", true));
    }

    @Test
    void takesOverParametersAsApplied() {
        assertThat(wholeFilesystem().detect().confParams())
                .extracting(param -> "%s %s=%s v%d of %s"
                        .formatted(param.owner(), param.key(), param.value(), param.version(), param.mgt()))
                .containsExactly("filesystem/1 sys.timeout=60 v0 of target/1", "target/3 osc.active=1 v0 of target/1");
    }

    @Test
    void givesServersTheRolesThatTheTargetsGiveThem() {
        assertThat(wholeFilesystem().detect().volumes())
                .filteredOn(volume -> volume.id() == 4)
                .flatExtracting(Volume::nodes)
                .extracting(node -> "s%d %b %b".formatted(node.host().number(), node.primary(), node.use()))
                .containsExactly("s1 false false", "s2 false false", "s3 false true", "s4 true true");
    }

    @Test
    void findsNothingNewASecondTime() {
        wholeFilesystem().learn();

        Detection.Result again = again().detect();

        assertThat(objects(again)).isEmpty();
        assertThat(lines(again)).contains("Nothing new was found");
    }

    /** The same is seen again, by servers that Chroma knows more of. */
    private DetectionTest again() {
        Cluster learnt = cluster;
        wholeFilesystem();
        cluster = learnt;
        return this;
    }

    /** The one that the MGS recorded is the primary one, not the one on which it happens to run. */
    @Test
    void knowsThePrimaryServerOfATargetThatRunsOnItsFailoverServer() {
        Detection.Result found = servers(4)
                .mounted("MGS", 1, List.of(), List.of(1), 2, 1)
                .mounted("lfs-MDT0000", 2, List.of(2, 1), List.of(1), 2, 1)
                .mounted("lfs-OST0000", 3, List.of(2, 1), List.of(4), 4, 3)
                .recorded(2, "lfs", "MDT0000@2", "OST0000@3")
                .detect();

        assertThat(objects(found)).endsWith("lfs-OST0000 MOUNTED d3 s3 [s4]");
    }

    /** With service nodes a target names all of its servers. */
    @Test
    void goesByTheMgsWhereATargetNamesAllOfItsServers() {
        Detection.Result found = servers(4)
                .mounted("MGS", 1, List.of(), List.of(1, 2), 2, 1)
                .mounted("lfs-MDT0000", 2, List.of(1, 2), List.of(1, 2), 2, 1)
                .mounted("lfs-OST0000", 3, List.of(1, 2), List.of(3, 4), 4, 3)
                .recorded(2, "lfs", "MDT0000@2", "OST0000@3")
                .detect();

        assertThat(objects(found)).isEqualTo("""
                lfs AVAILABLE of target 1, next MDT 1, next OST 1
                1 MGS MOUNTED d1 s1 [s2]
                2 lfs-MDT0000 MOUNTED d2 [s2] s1
                3 lfs-OST0000 MOUNTED d3 s3 [s4]""");
    }

    @Test
    void doesNotTakeEveryServerThatSeesADiskForOneOfItsServers() {
        Detection.Result found = servers(3)
                .mounted("MGS", 1, List.of(), List.of(), 1, 2, 3)
                .mounted("lfs-MDT0000", 2, List.of(1), List.of(), 1, 2, 3)
                .mounted("lfs-OST0000", 3, List.of(1), List.of(2), 1, 2, 3)
                .recorded(1, "lfs", "MDT0000@1", "OST0000@1")
                .detect();

        assertThat(objects(found)).contains("d1 [s1]\n", "d2 [s1]\n").endsWith("d3 [s1] s2");
    }

    @Test
    void findsTheMgsOnTheSameServerWithoutAnyAddress() {
        Detection.Result found = servers(1)
                .mounted("MGS", 1, List.of(), List.of(), 1)
                .mounted("lfs-MDT0000", 1, List.of(), List.of(), 1)
                .mounted("lfs-OST0000", 2, List.of(1), List.of(), 1)
                .recorded(1, "lfs", "MDT0000@1", "OST0000@1")
                .detect();

        assertThat(objects(found)).isEqualTo("""
                lfs AVAILABLE of target 1, next MDT 1, next OST 1
                1 MGS MOUNTED d1 [s1]
                2 lfs-MDT0000 MOUNTED d1 [s1]
                3 lfs-OST0000 MOUNTED d2 [s1]""");
    }

    @Test
    void leavesOutATargetWithoutItsPrimaryServer() {
        Detection.Result found = servers(3)
                .mounted("MGS", 1, List.of(), List.of(), 1)
                .mounted("lfs-MDT0000", 2, List.of(1), List.of(), 1)
                .mounted("lfs-OST0000", 3, List.of(1), List.of(3), 3)
                .mounted("lfs-OST0001", 4, List.of(1), List.of(3), 2, 3)
                .recorded(1, "lfs", "MDT0000@1", "OST0000@9", "OST0001@2")
                .detect();

        assertThat(objects(found)).contains("lfs-OST0001").doesNotContain("lfs-OST0000");
        assertThat(lines(found)).isEqualTo("""
                Found the MGT on s1
                lfs-OST0000 is left out: it runs on s3, but its primary server is not among those searched
                Found filesystem lfs with 1 MDT and 1 OST
                The MGS knows lfs-OST0000, which runs on none of these servers""");
    }

    @Test
    void leavesOutFilesystemsThatLackMdtsOrOsts() {
        Detection.Result found = servers(1)
                .mounted("MGS", 1, List.of(), List.of(), 1)
                .mounted("half-MDT0000", 2, List.of(1), List.of(), 1)
                .mounted("rest-OST0000", 3, List.of(1), List.of(), 1)
                .recorded(1, "half", "MDT0000@1")
                .recorded(1, "old", "MDT0000@1", "OST0000@1")
                .recorded(1, "rest", "OST0000@1")
                .detect();

        assertThat(objects(found)).isEqualTo("1 MGS MOUNTED d1 [s1]");
        assertThat(found.confParams()).isEmpty();
        assertThat(lines(found)).isEqualTo("""
                Found the MGT on s1
                Filesystem half is left out: it has no OST that runs on these servers
                Filesystem old is left out: none of its targets runs on these servers
                Filesystem rest is left out: it has no MDT that runs on these servers""");
    }

    /** One stray target does not keep the others from being found. */
    @Test
    void passesOverATargetOfAFilesystemThatNoMgsKnows() {
        Detection.Result found = wholeFilesystem()
                .mounted("aaa-OST0000", 5, List.of(1, 2), List.of(), 3)
                .mounted("bbb-OST0000", 6, List.of(9), List.of(), 3)
                .detect();

        assertThat(found.targets()).hasSize(4);
        assertThat(lines(found))
                .contains("aaa-OST0000 runs on s3, but no running MGS on these servers has a filesystem aaa")
                .contains("bbb-OST0000 runs on s3, but it is not clear which of the known MGTs is its own");
    }

    @Test
    void keepsTwoMgsApart() {
        Detection.Result found = servers(2)
                .mounted("MGS", 1, List.of(), List.of(), 1)
                .mounted("MGS", 2, List.of(), List.of(), 2)
                .mounted("lfs-MDT0000", 3, List.of(1), List.of(), 1)
                .mounted("lfs-OST0000", 4, List.of(1), List.of(), 2)
                .mounted("lfs-MDT0000", 5, List.of(2), List.of(), 2)
                .mounted("lfs-OST0000", 6, List.of(2), List.of(), 1)
                .recorded(1, "lfs", "MDT0000@1", "OST0000@2")
                .recorded(2, "lfs", "MDT0000@2", "OST0000@1")
                .detect();

        assertThat(objects(found)).isEqualTo("""
                lfs AVAILABLE of target 1, next MDT 1, next OST 1
                lfs AVAILABLE of target 2, next MDT 1, next OST 1
                1 MGS MOUNTED d1 [s1]
                2 MGS MOUNTED d2 [s2]
                3 lfs-MDT0000 MOUNTED d3 [s1]
                4 lfs-OST0000 MOUNTED d4 [s2]
                5 lfs-MDT0000 MOUNTED d5 [s2]
                6 lfs-OST0000 MOUNTED d6 [s1]""");
        assertThat(found.targets().stream()
                        .filter(target -> target.volume() == 6)
                        .findFirst()
                        .orElseThrow()
                        .filesystem())
                .isEqualTo(Filesystem.KIND.id(2));
    }

    @Test
    void trustsNoNidThatTwoServersHave() {
        servers(3)
                .mounted("MGS", 1, List.of(), List.of(), 1)
                .mounted("lfs-MDT0000", 2, List.of(1), List.of(), 2)
                .recorded(1, "lfs", "MDT0000@2");
        put(List.of(), List.of(lnet(3, nid(1))), List.of(), List.of(), List.of());

        assertThat(lines(detect()))
                .contains("lfs-MDT0000 runs on s2, but it is not clear which of the known MGTs is its own");
    }

    @Test
    void saysWhereAServersWayToADiskIsNotKnown() {
        servers(2);
        put(
                List.of(),
                List.of(),
                List.of(new Volume(1, "d1", 1, "SCSI device", null, List.of())),
                List.of(),
                List.of());

        Detection.Result found = mounted("MGS", 1, List.of(), List.of(), 1).detect();

        assertThat(objects(found)).isEmpty();
        assertThat(lines(found)).startsWith("The MGT on s1: no volume is known at /dev/sd1, /dev/disk/by-id/d1\n");
    }

    @Test
    void monitoredTargetsGainServersAndFilesystemsGainTargets() {
        servers(4)
                .mounted("MGS", 1, List.of(), List.of(2), 1)
                .mounted("lfs-MDT0000", 2, List.of(1, 2), List.of(2), 1)
                .mounted("lfs-OST0000", 3, List.of(1, 2), List.of(4), 3)
                .recorded(1, "lfs", "MDT0000@1", "OST0000@3", "OST0001@4")
                .learn();

        Detection.Result found = again().detect();

        assertThat(objects(found)).isEqualTo("""
                lfs AVAILABLE of target 1, next MDT 1, next OST 8
                1 MGS MOUNTED d1 [s1] s2
                2 lfs-MDT0000 MOUNTED d2 [s1] s2
                3 lfs-OST0000 MOUNTED d3 [s3] s4
                4 lfs-OST0001 MOUNTED d4 [s4] s3""");
        assertThat(lines(found)).startsWith("""
                MGT on s1 can run on s2, too
                lfs-MDT0000 can run on s2, too
                lfs-OST0000 can run on s4, too
                Filesystem lfs gained 0 MDTs and 1 OST""");
    }

    /** The MGS may be looked at in one go, and the other servers in another. */
    @Test
    void needsTheMgsForWhatItHasRecorded() {
        wholeFilesystem().learn();
        Detection.Result found =
                mounted("lfs-OST0005", 5, List.of(1, 2), List.of(), 3).detect();

        assertThat(objects(found)).isEmpty();
        assertThat(lines(found)).contains("no running MGS on these servers has a filesystem lfs");
    }

    @Test
    void leavesAloneWhatChromaManages() {
        wholeFilesystem().learn();
        put(
                List.of(),
                List.of(),
                List.of(),
                cluster.targets().stream().map(DetectionTest::managed).toList(),
                cluster.filesystems().stream().map(DetectionTest::managed).toList());

        again();
        mounted("lfs-OST0002", 5, List.of(1, 2), List.of(), 3);
        Detection.Result found = detect();

        assertThat(objects(found)).isEmpty();
        assertThat(lines(found))
                .contains(
                        "lfs-OST0002 was added to filesystem lfs without Chroma, which manages it: the target is left out");
    }

    @Test
    void doesNotPutTwoTargetsOnOneVolume() {
        wholeFilesystem().learn();
        Detection.Result found = see("MGS", 1, List.of(), List.of(), 1, false).detect();
        assertThat(lines(found)).isEqualTo("Nothing new was found");

        seen.computeIfAbsent(Host.KIND.id(1), host -> new ArrayList<>())
                .add(new LocalTarget("MGS", "other", List.of(path(2)), "/mnt/mgs", List.of(), List.of()));
        assertThat(lines(detect()))
                .contains("The MGT is left out: as far as Chroma knows, its volume carries lfs-MDT0000");
    }

    private static Target managed(Target target) {
        return new Target(
                target.id(),
                target.state(),
                target.stateModifiedAt(),
                false,
                target.kind(),
                target.name(),
                target.uuid(),
                target.name() + "_abc",
                target.volume(),
                target.filesystem(),
                target.index(),
                target.format(),
                target.mounts(),
                target.activeHost(),
                target.recovery(),
                0,
                0);
    }

    private static Filesystem managed(Filesystem filesystem) {
        return new Filesystem(
                filesystem.id(),
                FilesystemState.AVAILABLE,
                filesystem.stateModifiedAt(),
                false,
                filesystem.name(),
                filesystem.mgt(),
                filesystem.nextMdtIndex(),
                filesystem.nextOstIndex());
    }
}
