package org.chroma.simulator.internal;

import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class RecordingsTest {
    private static final String MKFS = "03-mkfs";
    private static final String TUNEFS = "04-tunefs-before-first-mount";
    private static final String MOUNT = "06-mount-targets";
    private static final String SECOND = "11-second-node";
    private static final String TUNED = "16-tunefs";
    private static final String UMOUNT = "16-umount";
    private static final String LNET = "01-modules-lnet";

    @Test
    void formatting() {
        try (Recordings recordings = new Recordings()) {
            recordings.replay(
                    "oss1",
                    MKFS,
                    "dryrun_mgs_mdt_combined",
                    "dryrun_mgt",
                    "dryrun_ost_verbose",
                    "fail_bad_backfstype",
                    "fail_bad_nid",
                    "fail_fsname_bad_chars",
                    "fail_fsname_too_long",
                    "fail_missing_device",
                    "fail_no_index",
                    "fail_no_mgsnode",
                    "fail_no_type",
                    "fail_ost_and_mdt",
                    "fail_unknown_option",
                    "fail_zfs_not_available",
                    "mgt",
                    "mgt_already_formatted",
                    "mgt_reformat",
                    "mdt0",
                    "mdt1",
                    "ost0_servicenode",
                    "ost1_failnode",
                    "ost2_quiet_params",
                    "over_existing_ext4",
                    "reformat_as_other_fs",
                    "replace");
        }
    }

    private static void formatAll(Recordings recordings) {
        recordings.replay(
                "oss1", MKFS, "mgt", "mdt0", "mdt1", "ost0_servicenode", "ost1_failnode", "ost2_quiet_params");
        for (String point : new String[] {"mgt", "mdt0", "mdt1", "ost0", "ost1", "ost2", "sp"}) {
            recordings.lab.ok("oss1", "mkdir -p /mnt/" + point);
            recordings.lab.ok("oss2", "mkdir -p /mnt/" + point);
        }
    }

    @Test
    void readingFormattedTargets() {
        try (Recordings recordings = new Recordings()) {
            formatAll(recordings);
            recordings.replay(
                    "oss1",
                    TUNEFS,
                    "dryrun_MDT0",
                    "dryrun_MDT1",
                    "dryrun_MGT",
                    "dryrun_OST0",
                    "dryrun_OST1",
                    "dryrun_OST2",
                    "dryrun_unformatted",
                    "print_MDT0",
                    "print_missing",
                    "quiet_print_ost0");
        }
    }

    @Test
    void mountingOnOneServerAndAnother() {
        try (Recordings recordings = new Recordings()) {
            formatAll(recordings);
            recordings
                    .replay("oss1", MOUNT, "fail_mount_ost_mgs_not_running", "mount_mgt", "mount_mgt_again")
                    .replay("oss1", MOUNT, "mount_mgt_other_mountpoint", "mount_mdt0_first", "mount_ost0_first")
                    .replay("oss1", MOUNT, "mount_ost1_first", "fail_mount_missing_device")
                    .replay("oss1", MOUNT, "fail_mount_missing_mountpoint", "fail_mount_unformatted")
                    .replay("oss2", SECOND, "mount_ost2_first", "mount_mdt1_first", "fail_mount_mmp_in_use_elsewhere")
                    .replay("oss2", SECOND, "tunefs_dryrun_target_mounted_on_other_node", "tunefs_mounted_target")
                    .replay("oss2", SECOND, "lctl_ping_oss1", "mkfs_mounted_target");
            recordings.lab.ok(
                    "oss2",
                    "mkfs.lustre --ost --fsname=testfs --index=0 --mgsnode=10.77.0.11@tcp /dev/disk/by-id/scsi-SCHROMA_SIMULATED_LAB-SPARE0");
            recordings
                    .replay("oss2", SECOND, "fail_mount_index_in_use_98")
                    .replay("oss1", MOUNT, "fail_mount_index_in_use")
                    .replay("oss1", UMOUNT, "fail_missing_dir", "fail_not_mounted");
        }
    }

    @Test
    void tuningAfterUse() {
        try (Recordings recordings = new Recordings()) {
            formatAll(recordings);
            recordings.replay("oss1", MOUNT, "mount_mgt").replay("oss1", MOUNT, "mount_mdt0_first", "mount_ost1_first");
            recordings.lab.start("oss1", "/dev/disk/by-id/scsi-SCHROMA_SIMULATED_LAB-OST0", "/mnt/ost0");
            recordings
                    .replay("oss1", UMOUNT, "mdt0", "ost0", "ost1", "mgt")
                    .replay("oss1", TUNED, "dryrun_after_use_MGT", "dryrun_after_use_MDT0", "dryrun_after_use_OST0")
                    .replay("oss1", TUNED, "dryrun_after_use_OST1", "writeconf_mgt", "dryrun_after_writeconf_MGT")
                    .replay("oss1", TUNED, "writeconf_MDT0", "dryrun_after_writeconf_MDT0", "param_add_ost0")
                    .replay("oss1", TUNED, "erase_param_one", "erase_params_ost1_dryrun", "erase_params_all_ost1");
        }
    }

    @Test
    void modulesAndLnet() {
        try (Recordings recordings = new Recordings()) {
            recordings.replay(
                    "oss1",
                    "00-baseline-noluster-modules",
                    "lctl_dl_no_modules",
                    "lctl_get_param_no_modules",
                    "lctl_list_nids_no_modules",
                    "lnetctl_net_show_no_modules");
            recordings.replay("oss1", LNET, "modprobe_missing", "lctl_version");
            recordings.lab.ok("oss1", "modprobe lnet");
            recordings.replay(
                    "oss1",
                    LNET,
                    "lctl_list_nids_before_up",
                    "lnetctl_net_show_before_configure",
                    "lctl_network_up",
                    "lctl_list_nids",
                    "lnetctl_net_show",
                    "lnetctl_export_backup",
                    "lnetctl_global_show",
                    "lctl_ping_bad_nid");
            recordings.lab.ok("oss1", "modprobe lustre");
            recordings.replay(
                    "oss1",
                    LNET,
                    "modprobe_osd_ldiskfs",
                    "lctl_get_param_version",
                    "get_param_missing",
                    "get_param_missing_glob");
        }
    }

    @Test
    void parameters() {
        try (Recordings recordings = new Recordings()) {
            formatAll(recordings);
            recordings.replay("oss1", MOUNT, "mount_mgt", "mount_mdt0_first", "mount_ost1_first");
            recordings.replay(
                    "oss1",
                    "12-set-param",
                    "conf_param_bad_fs",
                    "conf_param_bad_param",
                    "set_param_bad_value",
                    "set_param_missing",
                    "set_param_readonly",
                    "set_param_temp",
                    "set_param_P_bogus");
        }
    }

    @Test
    void disksWithoutAFilesystem() {
        try (Recordings recordings = new Recordings()) {
            String blank =
                    recordings.lab.ok("oss1", "blkid -p -o export /dev/vda").replaceAll("UUID=.*", "UUID=…");
            Assertions.assertThat(blank)
                    .isEqualTo(
                            "DEVNAME=/dev/vda\nLABEL=root\nUUID=…\nVERSION=1.0\nBLOCK_SIZE=4096\nTYPE=ext4\nUSAGE=filesystem\n");
            recordings.replay("oss1", "05-block-devices-formatted", "blkid_p_sdb", "e2label_sdb", "dumpe2fs_sdb");
        }
    }
}
