package org.chroma.plugin.host.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.chroma.model.action.ConfigureTimeSync;
import org.chroma.model.action.UnconfigureTimeSync;
import org.chroma.spi.ProgramFailedException;
import org.chroma.testing.RecordedContext;
import org.chroma.testing.RecordedMachine;
import org.junit.jupiter.api.Test;

class TimeServiceTest {
    private static final String CONFIGURATION = """
            # Debian's
            pool 2.debian.pool.ntp.org iburst
            server 10.0.0.9
            makestep 1 3
            """;
    private static final String FOLLOWING = """
            # Debian's
            server manager.lab iburst
            #chroma# pool 2.debian.pool.ntp.org iburst
            #chroma# server 10.0.0.9
            makestep 1 3
            """;

    private final RecordedMachine machine = new RecordedMachine("oss1");
    private final RecordedContext context = new RecordedContext(machine);

    private void chrony() {
        machine.file("/etc/chrony/chrony.conf", CONFIGURATION)
                .answer("systemctl restart chrony", "")
                .answer("chronyc waitsync 60 0 0 5", "try: 1, refid: 0A000001\n");
    }

    @Test
    void followsOneServerAndForgetsNothing() throws Exception {
        chrony();

        new ConfigureTimeSyncPlugin().run(new ConfigureTimeSync("manager.lab"), context);

        assertThat(machine.read("/etc/chrony/chrony.conf")).isEqualTo(FOLLOWING);
        assertThat(machine.read("/etc/chrony/chrony.conf.pre-chroma")).isEqualTo(CONFIGURATION);
        assertThat(machine.commands()).containsExactly("systemctl restart chrony", "chronyc waitsync 60 0 0 5");

        new ConfigureTimeSyncPlugin().run(new ConfigureTimeSync("manager.lab"), context);
        assertThat(machine.read("/etc/chrony/chrony.conf")).isEqualTo(FOLLOWING);
        assertThat(machine.commands())
                .filteredOn(command -> command.startsWith("systemctl"))
                .hasSize(1);
    }

    @Test
    void followsAnotherServerLater() throws Exception {
        chrony();

        new ConfigureTimeSyncPlugin().run(new ConfigureTimeSync("one"), context);
        new ConfigureTimeSyncPlugin().run(new ConfigureTimeSync("two"), context);

        assertThat(machine.read("/etc/chrony/chrony.conf"))
                .contains("server two iburst")
                .doesNotContain("server one");
        assertThat(machine.read("/etc/chrony/chrony.conf.pre-chroma")).isEqualTo(CONFIGURATION);
    }

    @Test
    void restoresTheFileAndNothingElse() throws Exception {
        chrony();
        new ConfigureTimeSyncPlugin().run(new ConfigureTimeSync("manager.lab"), context);

        new UnconfigureTimeSyncPlugin().run(new UnconfigureTimeSync(), context);
        new UnconfigureTimeSyncPlugin().run(new UnconfigureTimeSync(), context);

        assertThat(machine.read("/etc/chrony/chrony.conf")).isEqualTo(CONFIGURATION);
        assertThat(machine.exists("/etc/chrony/chrony.conf.pre-chroma")).isFalse();
        assertThat(machine.commands())
                .filteredOn(command -> command.startsWith("chronyc"))
                .hasSize(1);
    }

    @Test
    void addsItsServerToAFileWithoutAny() {
        assertThat(TimeService.following("makestep 1 3\n", "m")).isEqualTo("makestep 1 3\nserver m iburst\n");
        assertThat(TimeService.following("# server x\nserverstats\n", "m"))
                .isEqualTo("# server x\nserverstats\nserver m iburst\n");
    }

    @Test
    void saysThatTheClockIsNotInStep() {
        machine.file("/etc/chrony.conf", "")
                .answer("systemctl restart chronyd", "")
                .answer("chronyc waitsync 60 0 0 5", 1, "try: 60, refid: 00000000\n", "");

        assertThatThrownBy(() -> new ConfigureTimeSyncPlugin().run(new ConfigureTimeSync("m"), context))
                .isInstanceOf(ProgramFailedException.class)
                .hasMessageContaining("chronyc waitsync");
    }

    @Test
    void worksWithWhatComesWithSystemd() throws Exception {
        machine.file("/etc/systemd/timesyncd.conf", "[Time]\n")
                .answer("systemctl restart systemd-timesyncd", "")
                .answer("timedatectl show", Files.readString(Path.of("src/test/resources/lustre-2.17/timedatectl.out")))
                .answer("timedatectl show", "NTP=yes\nNTPSynchronized=yes\n");
        TimeService service = TimeService.of(machine).orElseThrow();

        service.follow(machine, "manager.lab", duration -> {});
        assertThat(machine.read("/etc/systemd/timesyncd.conf.d/chroma.conf")).isEqualTo("[Time]\nNTP=manager.lab\n");
        assertThat(machine.commands()).containsSubsequence("timedatectl show", "timedatectl show");

        service.restore(machine);
        assertThat(machine.exists("/etc/systemd/timesyncd.conf.d/chroma.conf")).isFalse();
    }

    @Test
    void givesUpOnAClockThatNeverComesIntoStep() {
        machine.file("/etc/systemd/timesyncd.conf", "")
                .answer("systemctl restart systemd-timesyncd", "")
                .answer("timedatectl show", "NTPSynchronized=no\n");

        assertThatThrownBy(() -> TimeService.TIMESYNCD.follow(machine, "m", duration -> {}))
                .hasMessage("the clock is not synchronised with m after 300 s");
    }

    @Test
    void saysThatThereIsNoTimeService() {
        assertThat(TimeService.of(machine)).isEqualTo(Optional.empty());
        assertThatThrownBy(() -> new ConfigureTimeSyncPlugin().run(new ConfigureTimeSync("m"), context))
                .hasMessage("neither chrony nor systemd-timesyncd is installed on oss1");
    }

    @Test
    void letsNothingThroughThatIsNoName() {
        for (String name : new String[] {"", "a b", "a\nserver evil", "-x", "\"", "a;b", ".".repeat(3)}) {
            assertThatThrownBy(() -> ServerName.checked(name)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(ServerName.checked("fe80::1")).isEqualTo("fe80::1");
        assertThat(ServerName.checked("10.0.0.1")).isEqualTo("10.0.0.1");
    }
}
