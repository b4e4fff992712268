package org.chroma.simulator.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.chroma.spi.Output;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LustreRulesTest {
    private final Lab lab = new Lab();

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void aFormattedDeviceIsRefusedUntilReformatIsAskedFor() {
        lab.format();
        Output again = lab.run("mds1", "mkfs.lustre --mgs " + Lab.MGT);
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.stderr()).contains("was previously formatted for lustre. Use --reformat");
        assertThat(lab.run("mds2", "mkfs.lustre --reformat --mgs " + Lab.MGT).exitCode())
                .isZero();
    }

    @Test
    void aTargetRegistersOnlyWhileItsMgsRuns() {
        lab.format();
        lab.ok("oss1", "mkdir -p /mnt/ost0");
        String mount = "mount -t lustre " + Lab.ost(0) + " /mnt/ost0";
        assertThat(lab.run("oss1", mount).exitCode()).isEqualTo(110);
        assertThat(lab.ok("oss1", "e2label " + Lab.ost(0))).isEqualTo("lfs:OST0000\n");
        lab.start("mds1", Lab.MGT, "/mnt/mgt");
        assertThat(lab.run("oss1", mount).exitCode()).isZero();
        assertThat(lab.ok("oss1", "e2label " + Lab.ost(0))).isEqualTo("lfs-OST0000\n");
    }

    @Test
    void aRegisteredTargetStartsWithoutItsMgs() {
        lab.filesystem();
        lab.ok("oss1", "umount /mnt/ost0");
        lab.ok("mds1", "umount /mnt/mgt");
        assertThat(lab.run("oss1", "mount -t lustre " + Lab.ost(0) + " /mnt/ost0")
                        .exitCode())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        // where, device, mount point, exit code, text
        "mds2, MGT,   /mnt, 16,  Device or resource busy",
        "mds1, MGT,   /mnt, 114, The target service is already running.",
        "mds1, MGT,   /mnt/mgt, 17, is already mounted on /mnt/mgt",
        "mds1, MDT1,  /mnt, 19,  has not been formatted with mkfs.lustre",
        "mds1, MDT9,  /mnt, 19,  has not been formatted with mkfs.lustre",
        "mds2, MGT,   /nowhere, 2, cannot resolve: No such file or directory",
    })
    void mountsThatFail(String server, String disk, String point, int exitCode, String text) {
        lab.filesystem();
        Output output = lab.run(server, "mount -t lustre " + Lab.MGT.replace("MGT", disk) + " " + point);
        assertThat(output.exitCode()).isEqualTo(exitCode);
        assertThat(output.stderr()).contains(text);
    }

    @Test
    void anIndexIsTakenOnce() {
        lab.filesystem();
        String mkfs = "mkfs.lustre --ost --fsname=lfs --index=0 --mgsnode=" + Lab.MGS + " " + Lab.ost(1);
        lab.ok("oss1", mkfs);
        lab.ok("oss2", "mkdir -p /mnt/other");
        Output elsewhere = lab.run("oss2", "mount -t lustre " + Lab.ost(1) + " /mnt/other");
        assertThat(elsewhere.exitCode()).isEqualTo(98);
        assertThat(elsewhere.stderr()).contains("index is already in use");
        assertThat(lab.run("oss1", "mount -t lustre " + Lab.ost(1) + " /mnt").exitCode())
                .isEqualTo(114);
    }

    @Test
    void anIdentityThatWasChangedDoesNotStart() {
        lab.filesystem();
        lab.ok("oss1", "umount /mnt/ost0");
        lab.ok("oss1", "tunefs.lustre --index=5 " + Lab.ost(0));
        Output mount = lab.run("oss1", "mount -t lustre " + Lab.ost(0) + " /mnt/ost0");
        assertThat(mount.exitCode()).isEqualTo(6);
        assertThat(mount.stderr()).contains("bad config log?");
    }

    @Test
    void theLabelTellsWhetherATargetIsRegistered() {
        lab.format();
        assertThat(label()).isEqualTo("lfs:MDT0000");
        lab.start("mds1", Lab.MGT, "/mnt/mgt");
        lab.start("mds1", Lab.MDT0, "/mnt/mdt0");
        assertThat(label()).isEqualTo("lfs-MDT0000");
        lab.ok("mds1", "umount /mnt/mdt0");
        lab.ok("mds1", "tunefs.lustre --writeconf " + Lab.MDT0);
        assertThat(label()).isEqualTo("lfs=MDT0000");
        lab.ok("mds1", "mount -t lustre " + Lab.MDT0 + " /mnt/mdt0");
        assertThat(label()).isEqualTo("lfs-MDT0000");
    }

    private String label() {
        return lab.ok("mds1", "e2label " + Lab.MDT0).strip();
    }

    @Test
    void aMountedTargetIsNeitherFormattedNorTuned() {
        lab.filesystem();
        Output format = lab.run("mds1", "mkfs.lustre --reformat --mgs " + Lab.MGT);
        assertThat(format.exitCode()).isEqualTo(1);
        assertThat(format.stdout()).contains("is mounted; will not make a filesystem here!");
        assertThat(lab.run("mds2", "mkfs.lustre --reformat --mgs " + Lab.MGT).exitCode())
                .isEqualTo(1);
        assertThat(lab.run("mds2", "tunefs.lustre --writeconf " + Lab.MDT0).exitCode())
                .isEqualTo(16);
        assertThat(lab.run("mds2", "tunefs.lustre --dryrun " + Lab.MDT0).exitCode())
                .isZero();
    }

    @Test
    void powerTakesMountsAndModulesAndLeavesDisks() {
        lab.filesystem();
        lab.cluster.powerOff(lab.server("oss1"));
        lab.cluster.powerOn(lab.server("oss1"));
        assertThat(lab.server("oss1").targetMounts()).isEmpty();
        assertThat(lab.server("oss1").modules()).isEmpty();
        lab.start("oss2", Lab.ost(0), "/mnt/ost0");
        assertThat(lab.ok("oss2", "lctl get_param -n obdfilter.*.recovery_status"))
                .contains("status: COMPLETE");
    }
}
