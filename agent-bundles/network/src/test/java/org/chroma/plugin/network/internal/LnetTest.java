package org.chroma.plugin.network.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.chroma.model.Nid;
import org.chroma.model.action.GetLnetState;
import org.chroma.model.action.LnetNids;
import org.chroma.model.action.LnetStatus;
import org.chroma.model.action.LoadLnet;
import org.chroma.model.action.ScanLnet;
import org.chroma.model.action.StartLnet;
import org.chroma.model.action.StopLnet;
import org.chroma.model.action.UnloadLnet;
import org.chroma.model.fact.LnetFact;
import org.chroma.spi.ProgramFailedException;
import org.chroma.spi.Server;
import org.chroma.testing.RecordedContext;
import org.chroma.testing.RecordedMachine;
import org.junit.jupiter.api.Test;

class LnetTest {
    private static final Path RECORDED = Path.of("src/test/resources/lustre-2.17");
    private static final Server OSS1 = new Server(1, "oss1.lab", "oss1", Instant.EPOCH);

    private final RecordedMachine machine = new RecordedMachine("oss1");
    private final RecordedContext context = new RecordedContext(machine);

    @Test
    void knowsAServerWithoutModules() throws Exception {
        machine.file("/proc/modules", text("modules_none"));

        assertThat(new LnetPlugin().scan(machine)).isEqualTo(LnetScan.UNLOADED);
        assertThat(machine.commands()).isEmpty();
    }

    @Test
    void knowsAServerWhoseModulesAreLoadedButDown() throws Exception {
        loaded().recording("lctl list_nids", RECORDED.resolve("list_nids_down"));

        assertThat(new LnetPlugin().scan(machine)).isEqualTo(new LnetScan(true, false, List.of()));
        assertThat(new GetLnetStatePlugin().run(new GetLnetState(), context)).isEqualTo(new LnetStatus(true, false));
        assertThatThrownBy(() -> new ScanLnetPlugin().run(new ScanLnet(), context))
                .isInstanceOf(IOException.class)
                .hasMessage("LNet is down on oss1");
    }

    @Test
    void tellsItsNids() throws Exception {
        up();

        LnetScan scan = new LnetPlugin().scan(machine);

        assertThat(scan).isEqualTo(new LnetScan(true, true, List.of("10.10.10.1@tcp0", "10.0.2.15@tcp1")));
        assertThat(new ScanLnetPlugin().run(new ScanLnet(), context))
                .isEqualTo(new LnetNids(List.of("10.10.10.1@tcp0", "10.0.2.15@tcp1")));
        assertThat(new LnetHandler().observe(OSS1, scan).facts())
                .containsExactly(
                        new LnetFact(true, true, List.of(new Nid("10.0.2.15@tcp1"), new Nid("10.10.10.1@tcp0"))));
    }

    @Test
    void leavesLoopbackOut() throws Exception {
        loaded().answer("lctl list_nids", "0@lo\n10.10.10.1@o2ib\n");

        assertThat(new LnetPlugin().scan(machine).nids()).containsExactly("10.10.10.1@o2ib0");
    }

    @Test
    void saysWhyItCannotScan() {
        machine.file("/proc/modules", text("modules_none"));

        assertThatThrownBy(() -> new ScanLnetPlugin().run(new ScanLnet(), context))
                .hasMessage("LNet's kernel module is not loaded on oss1");
    }

    @Test
    void loadsLnetAndThenLustre() throws Exception {
        machine.answer("modprobe lnet", "").answer("modprobe lustre", "");

        new LoadLnetPlugin().run(new LoadLnet(), context);

        assertThat(machine.commands()).containsExactly("modprobe lnet", "modprobe lustre");
    }

    @Test
    void saysWhichModuleIsMissing() {
        machine.recording("modprobe lnet", RECORDED.resolve("modprobe_missing"));

        assertThatThrownBy(() -> new LoadLnetPlugin().run(new LoadLnet(), context))
                .isInstanceOf(ProgramFailedException.class)
                .hasMessageContaining("not found in directory /lib/modules");
    }

    @Test
    void startsWhatIsDownAndLooksAgain() throws Exception {
        loaded().recording("lctl list_nids", RECORDED.resolve("list_nids_down"))
                .recording("lctl list_nids", RECORDED.resolve("list_nids"))
                .recording("lctl network up", RECORDED.resolve("network_up"));

        new StartLnetPlugin().run(new StartLnet(), context);

        assertThat(machine.commands()).containsExactly("lctl list_nids", "lctl network up", "lctl list_nids");
    }

    @Test
    void takesTheNetworksFromWhereTheyAreConfigured() throws Exception {
        loaded().recording("lctl list_nids", RECORDED.resolve("list_nids_down"))
                .recording("lctl list_nids", RECORDED.resolve("list_nids"))
                .file("/etc/lnet.conf", "net:\n    - net type: tcp\n")
                .answer("lnetctl lnet configure", "")
                .answer("lnetctl import /etc/lnet.conf", "");

        new StartLnetPlugin().run(new StartLnet(), context);

        assertThat(machine.commands()).contains("lnetctl lnet configure", "lnetctl import /etc/lnet.conf");
    }

    @Test
    void noticesThatItDidNotComeUp() {
        loaded().recording("lctl list_nids", RECORDED.resolve("list_nids_down"))
                .recording("lctl network up", RECORDED.resolve("network_up"));

        assertThatThrownBy(() -> new StartLnetPlugin().run(new StartLnet(), context))
                .hasMessageContaining("still down");
    }

    @Test
    void doesNothingTwice() throws Exception {
        up();
        new StartLnetPlugin().run(new StartLnet(), context);
        assertThat(machine.commands()).containsExactly("lctl list_nids");

        machine.file("/proc/modules", text("modules_none"));
        new StopLnetPlugin().run(new StopLnet(), context);
        new UnloadLnetPlugin().run(new UnloadLnet(), context);
        assertThat(machine.commands()).containsExactly("lctl list_nids");
    }

    @Test
    void stopsAfterUnloadingWhatUsesIt() throws Exception {
        loaded().recording("lctl list_nids", RECORDED.resolve("list_nids"))
                .recording("lctl list_nids", RECORDED.resolve("list_nids_down"))
                .answer("lustre_rmmod ptlrpc", "")
                .answer("lctl network down", "LNET ready to unload\n");

        new StopLnetPlugin().run(new StopLnet(), context);

        assertThat(machine.commands())
                .containsExactly("lctl list_nids", "lustre_rmmod ptlrpc", "lctl network down", "lctl list_nids");
    }

    @Test
    void unloadsEverything() throws Exception {
        loaded().answer("lustre_rmmod", () -> machine.file("/proc/modules", text("modules_none")));

        new UnloadLnetPlugin().run(new UnloadLnet(), context);

        assertThat(machine.commands()).containsExactly("lustre_rmmod");
    }

    @Test
    void noticesModulesThatStay() {
        loaded().answer("lustre_rmmod", "");

        assertThatThrownBy(() -> new UnloadLnetPlugin().run(new UnloadLnet(), context))
                .hasMessageContaining("still loaded");
    }

    private RecordedMachine loaded() {
        return machine.file("/proc/modules", text("modules"));
    }

    private void up() {
        loaded().recording("lctl list_nids", RECORDED.resolve("list_nids"));
    }

    private static String text(String name) {
        try {
            return Files.readString(RECORDED.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
