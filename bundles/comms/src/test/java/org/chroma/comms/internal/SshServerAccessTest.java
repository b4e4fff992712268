package org.chroma.comms.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.chroma.agent.internal.AgentService;
import org.chroma.core.ChromaException;
import org.chroma.core.Credentials;
import org.chroma.core.ErrorCode;
import org.chroma.core.port.ServerAccess;
import org.chroma.core.port.ServerAccess.Check;
import org.chroma.core.port.ServerAccess.Registered;
import org.chroma.model.action.ReportNow;
import org.chroma.spi.Machine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Adds servers as an administrator does: by the address of their ordinary sshd. */
@Timeout(60)
class SshServerAccessTest {
    private final Machine machine = new FakeMachine("oss1");

    @TempDir
    Path directory;

    private Manager manager;
    private AgentService agent;
    private OrdinarySshd sshd;
    private ServerAccess access;

    @BeforeEach
    void start() throws Exception {
        manager = new Manager(directory.resolve("manager"));
        manager.core.addHost(1, "oss1");
        agent = new AgentService(
                directory.resolve("agent"), "127.0.0.1", Duration.ofSeconds(10), Duration.ofSeconds(2));
        agent.addMachine(machine, Map.of());
        sshd = new OrdinarySshd(directory, manager.key);
        installAgent(sshd);
        sshd.install("ping -c 1 -W 3 127.0.0.1", (in, out, err) -> 0);
        access = manager.serverAccess();
    }

    @AfterEach
    void stop() throws Exception {
        sshd.stop();
        agent.close();
        manager.stop();
    }

    private void installAgent(OrdinarySshd server) {
        for (String command : List.of("status", "register")) {
            server.install(
                    "chroma-agent " + command, (in, out, err) -> agent.run(machine, List.of(command), in, out, err));
        }
    }

    private String address() {
        return "127.0.0.1:" + sshd.port();
    }

    private Map<String, Check> test(String address, @Nullable Credentials credentials) throws Exception {
        return access.test(address, credentials).stream().collect(Collectors.toMap(Check::name, Function.identity()));
    }

    @Test
    void allChecksPassOnAServerThatCanBeAdded() throws Exception {
        assertThat(access.test(address(), null))
                .filteredOn(check -> !check.name().equals("ping")) // this machine may have none
                .allMatch(Check::passed)
                .extracting(Check::name)
                .containsExactlyInAnyOrder("resolve", "auth", "agent", "reverse_resolve", "reverse_ping", "hostname");
    }

    @Test
    void aNameThatDoesNotResolveStopsTheChecks() throws Exception {
        Map<String, Check> checks = test("no-such-server.invalid", null);
        assertThat(checks.values()).noneMatch(Check::passed).hasSize(7);
        assertThat(checks)
                .hasEntrySatisfying(
                        "resolve", check -> assertThat(check.explanation()).contains("DNS"));
    }

    @Test
    void eachFailureSaysWhatToDo() throws Exception {
        sshd.install("chroma-agent status", (in, out, err) -> 127);
        sshd.install("ping -c 1 -W 3 127.0.0.1", (in, out, err) -> 1);
        sshd.install("hostname -f", (in, out, err) -> {
            out.write("localhost\n".getBytes(StandardCharsets.UTF_8));
            return 0;
        });
        Map<String, Check> checks = test(address(), null);
        assertThat(checks)
                .hasEntrySatisfying("auth", check -> assertThat(check.passed()).isTrue())
                .hasEntrySatisfying(
                        "agent",
                        check -> assertThat(check)
                                .isEqualTo(new Check(
                                        "agent",
                                        false,
                                        "Chroma's agent is not installed on 127.0.0.1: there is no command"
                                                + " chroma-agent. Install it there first.")))
                .hasEntrySatisfying(
                        "reverse_resolve", check -> assertThat(check.passed()).isTrue())
                .hasEntrySatisfying("reverse_ping", check -> {
                    assertThat(check.passed()).isFalse();
                    assertThat(check.explanation()).contains("TCP port " + manager.port());
                })
                .hasEntrySatisfying(
                        "hostname", check -> assertThat(check.explanation()).contains("proper host name"));
    }

    @Test
    void aClosedPortIsNoProblemOfKeys() throws Exception {
        int port = sshd.port();
        sshd.stop();
        Map<String, Check> checks = test("127.0.0.1:" + port, null);
        assertThat(checks)
                .hasEntrySatisfying(
                        "auth", check -> assertThat(check.explanation()).contains("There is no SSH service"));
    }

    @Test
    void registrationPinsTheAgentAndActionsRun() throws Exception {
        List<String> console = Collections.synchronizedList(new ArrayList<>());
        Registered registered = access.register(1, address(), null, console::add);
        assertThat(registered).isEqualTo(new Registered("oss1.example.com", "oss1"));
        assertThat(console).anyMatch(line -> line.contains("SHA256:"));
        manager.agents.run(1, new ReportNow(), line -> {});
        assertThat(manager.core.reports).isNotEmpty();

        // again: both are renewed
        String before = manager.core.find(1).orElseThrow().certificateSerial();
        access.register(1, address(), null, console::add);
        assertThat(manager.core.find(1).orElseThrow().certificateSerial()).isNotEqualTo(before);
        manager.agents.run(1, new ReportNow(), line -> {});
    }

    @Test
    void aPasswordTypedOnceLetsTheManagerIn() throws Exception {
        OrdinarySshd strict = new OrdinarySshd(directory, null);
        installAgent(strict);
        try {
            String address = "root@127.0.0.1:" + strict.port();
            assertThatThrownBy(() -> access.register(1, address, null, line -> {}))
                    .isInstanceOfSatisfying(ChromaException.class, e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.UNREACHABLE);
                        assertThat(e).hasMessageContaining("authorized_keys").hasMessageContaining(manager.key.line());
                    });
            Credentials wrong = new Credentials("battery staple", null, null);
            assertThatThrownBy(() -> access.register(1, address, wrong, line -> {}))
                    .hasMessageNotContaining("battery staple");

            Credentials right = new Credentials(OrdinarySshd.PASSWORD, null, null);
            assertThat(access.register(1, address, right, line -> {}).nodename())
                    .isEqualTo("oss1");
        } finally {
            strict.stop();
        }
    }

    @Test
    void anAgentThatCannotReachTheManagerSaysSo() throws Exception {
        ServerAccess wrongUrl = manager.serverAccess("https://127.0.0.1:1/");
        assertThatThrownBy(() -> wrongUrl.register(1, address(), null, line -> {}))
                .isInstanceOfSatisfying(ChromaException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.ACTION_FAILED);
                    assertThat(e).hasMessageContaining("cannot reach the manager at https://127.0.0.1:1/");
                });
        assertThat(manager.core.find(1)).isEmpty();
    }

    @Test
    void anAddressThatIsNoneIsRefused() {
        for (String bad : List.of(
                "",
                "a b",
                "host:99999",
                "host;reboot",
                "-oProxyCommand=x",
                "user@",
                "@host",
                "a".repeat(300),
                "$(reboot)")) {
            assertThatThrownBy(() -> access.test(bad, null))
                    .as(bad)
                    .isInstanceOfSatisfying(
                            ChromaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID));
        }
    }
}
