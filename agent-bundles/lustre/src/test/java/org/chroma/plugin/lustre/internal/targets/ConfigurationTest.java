package org.chroma.plugin.lustre.internal.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import org.chroma.model.action.PurgeConfiguration;
import org.chroma.model.action.RegisterTarget;
import org.chroma.model.action.RegisteredTarget;
import org.chroma.model.action.SetConfParam;
import org.chroma.model.action.WriteconfTarget;
import org.chroma.plugin.lustre.internal.Recorded;
import org.chroma.testing.RecordedContext;
import org.chroma.testing.RecordedMachine;
import org.junit.jupiter.api.Test;

/** Registering, rewriting, setting parameters and purging. */
class ConfigurationTest {
    private static final String DEVICE = "/dev/disk/by-id/scsi-SLUSTRLAB_SHARED_LAB-OST0";
    private static final String MOUNT = "mount -t lustre " + DEVICE + " /mnt/testfs/ost0";

    private final RecordedMachine machine =
            new RecordedMachine("oss1").link(DEVICE, "/dev/sdf").file("/proc/mounts", "");
    private final RecordedContext context = new RecordedContext(machine);

    @Test
    void registersByMountingOnce() throws Exception {
        machine.answer(MOUNT, "").answer("umount /mnt/testfs/ost0", "");
        label("testfs-OST0000");

        assertThat(register()).isEqualTo(new RegisteredTarget("testfs-OST0000"));
        assertThat(machine.exists("/mnt/testfs/ost0")).isTrue();
        assertThat(machine.commands())
                .containsExactly(MOUNT, "umount /mnt/testfs/ost0", "blkid -p -o export " + DEVICE);
    }

    @Test
    void triesAgainAfterAnInputOutputError() throws Exception {
        machine.answer(MOUNT, 5, "", "Input/output error").answer(MOUNT, "").answer("umount /mnt/testfs/ost0", "");
        label("MGS");

        assertThat(register()).isEqualTo(new RegisteredTarget("MGS"));
    }

    @Test
    void goesOnWhereAnAttemptWasInterrupted() throws Exception {
        machine.file("/proc/mounts", "/dev/sdf /mnt/elsewhere lustre rw,svname=testfs-OST0000 0 0\n")
                .answer("umount /mnt/elsewhere", "");
        label("testfs-OST0000");

        assertThat(register()).isEqualTo(new RegisteredTarget("testfs-OST0000"));
    }

    @Test
    void saysInWordsWhyItCannotMount() {
        machine.recording(MOUNT, Recorded.path("fail_mount_ost_mgs_not_running"));
        assertThatThrownBy(this::register)
                .hasMessageStartingWith(DEVICE + " cannot be mounted: the MGS does not answer (mount.lustre: ");

        RecordedMachine unformatted = new RecordedMachine("oss1")
                .link(DEVICE, "/dev/sdb")
                .file("/proc/mounts", "")
                .recording(MOUNT, Recorded.path("fail_mount_unformatted"));
        assertThatThrownBy(() -> new RegisterTargetPlugin()
                        .run(new RegisterTarget(DEVICE, "/mnt/testfs/ost0"), new RecordedContext(unformatted)))
                .hasMessageContaining("does not hold a Lustre target");
    }

    @Test
    void refusesANameThatNobodyGave() {
        for (String label : List.of("testfs:OST0000", "testfs-OSTffff", "home", "")) {
            RecordedMachine unnamed = new RecordedMachine("oss1")
                    .link(DEVICE, "/dev/sdf")
                    .file("/proc/mounts", "")
                    .answer(MOUNT, "")
                    .answer("umount /mnt/testfs/ost0", "")
                    .answer("blkid -p -o export " + DEVICE, "TYPE=ext4\nLABEL=" + label + "\n");

            assertThatThrownBy(() -> new RegisterTargetPlugin()
                            .run(new RegisterTarget(DEVICE, "/mnt/testfs/ost0"), new RecordedContext(unnamed)))
                    .hasMessageContaining("gave it no name");
        }
    }

    @Test
    void rewritesNidsErasingFirst() throws Exception {
        String command = "tunefs.lustre --erase-params --mgsnode=10.10.10.1@tcp --mgsnode=10.10.10.2@tcp "
                + "--failnode=10.10.10.2@tcp --writeconf " + DEVICE;
        machine.answer(command, "");
        WriteconfTarget action = new WriteconfTarget(
                DEVICE,
                List.of(List.of("10.10.10.1@tcp"), List.of("10.10.10.2@tcp")),
                List.of(List.of("10.10.10.2@tcp")));

        new WriteconfTargetPlugin().run(action, context);
        assertThat(machine.commands()).containsExactly(command);

        machine.file("/proc/mounts", "/dev/sdf /mnt/testfs/ost0 lustre rw 0 0\n");
        assertThatThrownBy(() -> new WriteconfTargetPlugin().run(action, context))
                .hasMessageContaining("is mounted");
    }

    @Test
    void setsParametersOfEveryOwnerAndReadsThemBack() throws Exception {
        logs();
        for (String[] each : new String[][] {
            {"testfs.sys.timeout", "60"},
            {"testfs.llite.max_cached_mb", "64"},
            {"testfs-OST0001.osc.active", "1"},
            {"testfs-OST0000.ost.read_cache_enable", "0"}
        }) {
            machine.answer("lctl conf_param " + each[0] + "=" + each[1], "");
            new SetConfParamPlugin().run(new SetConfParam(each[0], each[1]), context);
            assertThat(machine.commands()).contains("lctl conf_param " + each[0] + "=" + each[1]);
        }
    }

    @Test
    void noticesAParameterThatLustreDoesNotKnow() {
        logs();
        machine.answer("lctl conf_param testfs.bogus.thing=1", "");

        assertThatThrownBy(() -> new SetConfParamPlugin().run(new SetConfParam("testfs.bogus.thing", "1"), context))
                .hasMessageContaining("was not set to 1: the MGS records nothing");
    }

    @Test
    void clearsAndLooksThatItIsGone() throws Exception {
        String log = "lctl --device MGS llog_print testfs-client";
        machine.recording(log, Recorded.path("llog_print_testfs-client"))
                .answer(log, "- { index: 65, event: set_timeout, num: 0x00003c, parameter: sys.timeout=60 }\n")
                .answer("lctl conf_param -d testfs.llite.max_cached_mb", "");
        SetConfParam clear = new SetConfParam("testfs.llite.max_cached_mb", null);

        new SetConfParamPlugin().run(clear, context);
        assertThat(machine.commands()).containsExactly(log, "lctl conf_param -d testfs.llite.max_cached_mb", log);

        // What is not set is cleared already.
        new SetConfParamPlugin().run(clear, context);
        assertThat(machine.commands()).hasSize(4);
    }

    @Test
    void doesNotMixUpOwnersInALog() {
        String log = Recorded.text("llog_print_testfs-client.out");

        assertThat(SetConfParamPlugin.values(log, "testfs-OST0001", "osc.active"))
                .containsExactly("1");
        assertThat(SetConfParamPlugin.values(log, "testfs-OST0000", "osc.active"))
                .isEmpty();
        assertThat(SetConfParamPlugin.values(log, "testfs", "sys.timeout")).containsExactly("60");
        assertThat(SetConfParamPlugin.values(log, "testfs", "sys.time")).isEmpty();
    }

    @Test
    void refusesWhatIsNoParameter() {
        for (String key :
                List.of("timeout", "a b.sys.timeout", "testfs.sys.timeout=1", "-d.x", "waytoolong.sys.timeout")) {
            assertThatThrownBy(() -> new SetConfParamPlugin().run(new SetConfParam(key, "1"), context))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new SetConfParamPlugin().run(new SetConfParam("testfs.sys.timeout", "1\n2"), context))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(machine.commands()).isEmpty();
    }

    @Test
    void purgesTheLogsOfExactlyOneFilesystem() throws Exception {
        List<String> list = List.of("debugfs", "-c", "-R", "ls -p CONFIGS", DEVICE);
        machine.recording(list, Recorded.path("mgs_configs_ls_p"))
                .answer(list, 0, "/14/100644/0/0/mountdata/12288/\n/185/100644/0/0/testfs-client/16736/\n", "");
        for (String file : List.of("newfs-client", "newfs-OST0005")) {
            machine.answer(List.of("debugfs", "-w", "-R", "rm CONFIGS/" + file, DEVICE), 0, "", "");
        }

        new PurgeConfigurationPlugin().run(new PurgeConfiguration(DEVICE, "newfs"), context);

        assertThat(machine.commands())
                .filteredOn(command -> command.contains("rm "))
                .hasSize(2);
    }

    @Test
    void doesNotTakeAnotherFilesystemsNameForItsOwn() {
        String listing = """
                /1/100644/0/0/lfs-client/1/
                /2/100644/0/0/lfs-a-client/1/
                /3/100644/0/0/lfs-a-OST0000/1/
                /4/100644/0/0/lfs-MDT000a/1/
                /5/100644/0/0/lfs2-client/1/
                /6/100644/0/0/mountdata/1/
                """;

        assertThat(PurgeConfigurationPlugin.logs(listing, "lfs")).containsExactly("lfs-client", "lfs-MDT000a");
        assertThat(PurgeConfigurationPlugin.logs(listing, "lfs-a")).containsExactly("lfs-a-client", "lfs-a-OST0000");
    }

    @Test
    void neverWritesBelowAMountedMgt() {
        machine.file("/proc/mounts", "/dev/sdf /mnt/mgt lustre rw,svname=MGS 0 0\n")
                .install("debugfs");

        assertThatThrownBy(() -> new PurgeConfigurationPlugin().run(new PurgeConfiguration(DEVICE, "lfs"), context))
                .hasMessageContaining("is mounted at /mnt/mgt");
        assertThat(machine.commands()).isEmpty();
    }

    private RegisteredTarget register() throws Exception {
        return Objects.requireNonNull(
                new RegisterTargetPlugin().run(new RegisterTarget(DEVICE, "/mnt/testfs/ost0"), context));
    }

    private void label(String label) {
        machine.answer("blkid -p -o export " + DEVICE, "TYPE=ext4\nLABEL=" + label + "\n");
    }

    private void logs() {
        machine.recording("lctl --device MGS llog_print testfs-client", Recorded.path("llog_print_testfs-client"))
                .recording("lctl --device MGS llog_print testfs-OST0000", Recorded.path("llog_print_testfs-OST0000"))
                .answer("lctl --device MGS llog_print testfs-OST0001", 1, "", "no such log");
    }
}
