package org.chroma.plugin.linux.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.chroma.spi.Server;
import org.chroma.spi.StorageResource;
import org.chroma.spi.StorageResource.Reference;
import org.chroma.spi.StorageResource.Role;
import org.junit.jupiter.api.Test;

class LinuxHandlerTest {
    private static final Server OSS1 = new Server(1, "oss1.lab", "oss1", Instant.EPOCH);
    private static final Server OSS2 = new Server(2, "oss2.lab", "oss2", Instant.EPOCH);

    private final LinuxHandler handler = new LinuxHandler();

    @Test
    void offersWhatNothingElseUses() throws Exception {
        List<StorageResource> resources = handler.observe(OSS1, new LinuxPlugin().scan(RecordedLayers.machine()))
                .resources();

        assertThat(offered(resources))
                .containsExactlyInAnyOrder(
                        "/dev/disk/by-id/scsi-SLUSTRLAB_SHARED_LAB-MDT0 35000c500aa000001",
                        "/dev/disk/by-id/scsi-SLUSTRLAB_SHARED_LAB-MDT1 35000c500aa000002",
                        "/dev/disk/by-id/scsi-SLUSTRLAB_SHARED_LAB-MGT 35000c500aa000000",
                        "/dev/disk/by-id/scsi-SLUSTRLAB_SHARED_LAB-OST0 35000c500aa000003",
                        "/dev/disk/by-id/scsi-SLUSTRLAB_SHARED_LAB-OST1 35000c500aa000004",
                        "/dev/disk/by-id/scsi-SLUSTRLAB_SHARED_LAB-OST2 35000c500aa000005",
                        "/dev/disk/by-id/scsi-SLUSTRLAB_SHARED_LAB-SPARE0 35000c500aa000006",
                        "/dev/loop4p1 loop4-1",
                        "/dev/loop4p2 loop4-2",
                        "/dev/mapper/mpatha loop5",
                        "/dev/mapper/vg--data-inactive vg-data-inactive",
                        "/dev/mapper/vg--data-lv--one vg-data-lv-one");
    }

    @Test
    void aSharedDiskIsOneDriveWhateverItIsCalledOnEachServer() {
        BlockScan.Device sda =
                disk("8:0", "/dev/disk/by-id/scsi-SLUSTRLAB_SHARED_LAB-MGT", "LAB-MGT", "35000c500aa000000");
        BlockScan.Device sdg = disk("8:96", "/dev/disk/by-id/wwn-0x5000c500aa000000", "LAB-MGT", "35000c500aa000000");

        assertThat(drives(OSS1, scan(List.of(sda), List.of())))
                .isEqualTo(drives(OSS2, scan(List.of(sdg), List.of())))
                .singleElement()
                .satisfies(drive -> assertThat(drive.scope()).isEqualTo(StorageResource.Scope.GLOBAL));
    }

    @Test
    void aPartitionIsSharedOnlyIfItsDiskIs() {
        BlockScan.Device vda = disk("254:0", "/dev/vda", "", "");
        BlockScan.Device vda1 = partition("254:1", "/dev/vda1", "254:0");
        BlockScan.Device sda = disk("8:0", "/dev/disk/by-id/scsi-SX_Y_Z", "Z", "3500");
        BlockScan.Device sda2 = partition("8:2", "/dev/disk/by-id/scsi-SX_Y_Z-part2", "8:0");

        Map<String, Reference> drives = new HashMap<>();
        drives(OSS1, scan(List.of(vda, vda1, sda, sda2), List.of()))
                .forEach(drive -> drives.put(String.join(" ", drive.identity()), drive));

        assertThat(drives).containsOnlyKeys("/dev/vda", "UnsharedDevice /dev/vda 1", "3500", "ScsiDevice 3500 2");
        assertThat(Objects.requireNonNull(drives.get("UnsharedDevice /dev/vda 1"))
                        .scope())
                .isEqualTo(StorageResource.Scope.SOURCE);
        assertThat(Objects.requireNonNull(drives.get("ScsiDevice 3500 2")).scope())
                .isEqualTo(StorageResource.Scope.GLOBAL);
    }

    @Test
    void twoPathsWithoutMultipathAreTwoNodesOfOneDrive() {
        List<StorageResource> resources = handler.observe(
                        OSS1,
                        scan(
                                List.of(disk("8:0", "/dev/sda", "S", "3500"), disk("8:16", "/dev/sdb", "S", "3500")),
                                List.of()))
                .resources();

        assertThat(resources)
                .filteredOn(each -> each.role() == Role.LOGICAL_DRIVE)
                .hasSize(1);
        assertThat(resources)
                .filteredOn(each -> each.role() == Role.DEVICE_NODE)
                .hasSize(2);
    }

    @Test
    void nonsenseFromAServerDoesNoHarm() {
        BlockScan.Device loop =
                new BlockScan.Device("1:1", "/dev/a1", BlockScan.Kind.PARTITION, 1, "", "", List.of("1:2"));
        BlockScan.Device back =
                new BlockScan.Device("1:2", "/dev/b1", BlockScan.Kind.PARTITION, 1, "", "", List.of("1:1"));
        BlockScan scan = new BlockScan(
                List.of(loop, back),
                List.of(new BlockScan.Group("vg", "u", 1, List.of("9:9"))),
                List.of(new BlockScan.LogicalVolume("lv", "other", "v", 1, "9:9")),
                List.of(new BlockScan.Raid("r", "9:9")),
                List.of(new BlockScan.Use("9:9", "/x", "ext4")));

        assertThat(handler.observe(OSS1, scan).resources())
                .extracting(StorageResource::role)
                .containsExactlyInAnyOrder(Role.POOL, Role.DEVICE_NODE, Role.DEVICE_NODE);
    }

    private List<Reference> drives(Server server, BlockScan scan) {
        return handler.observe(server, scan).resources().stream()
                .filter(each -> each.role() == Role.LOGICAL_DRIVE)
                .map(StorageResource::reference)
                .toList();
    }

    private static BlockScan scan(List<BlockScan.Device> devices, List<BlockScan.Use> uses) {
        return new BlockScan(devices, List.of(), List.of(), List.of(), uses);
    }

    private static BlockScan.Device disk(String number, String path, String serial80, String serial83) {
        return new BlockScan.Device(number, path, BlockScan.Kind.DISK, 1000, serial80, serial83, List.of());
    }

    private static BlockScan.Device partition(String number, String path, String disk) {
        return new BlockScan.Device(number, path, BlockScan.Kind.PARTITION, 500, "", "", List.of(disk));
    }

    /** The paths that are left when the rules for volumes are applied, each with the label of its drive. */
    private static List<String> offered(List<StorageResource> resources) {
        return resources.stream()
                .filter(node -> node.role() == Role.DEVICE_NODE)
                .filter(node -> resources.stream()
                        .noneMatch(other ->
                                other.role() != Role.OCCUPIER && other.parents().contains(node.reference())))
                .flatMap(node -> drive(resources, node).stream()
                        .filter(drive -> !isOccupied(resources, drive))
                        .map(drive -> node.attributes().get("path") + " " + drive.label()))
                .toList();
    }

    private static Optional<StorageResource> drive(List<StorageResource> resources, StorageResource of) {
        for (Reference parent : of.parents()) {
            StorageResource resource = resources.stream()
                    .filter(each -> each.reference().equals(parent))
                    .findFirst()
                    .orElseThrow();
            Optional<StorageResource> found =
                    resource.role() == Role.LOGICAL_DRIVE ? Optional.of(resource) : drive(resources, resource);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static boolean isOccupied(List<StorageResource> resources, StorageResource above) {
        return resources.stream()
                .filter(each -> each.parents().contains(above.reference()))
                .anyMatch(each -> each.role() == Role.OCCUPIER
                        || (each.role() != Role.LOGICAL_DRIVE && isOccupied(resources, each)));
    }
}
