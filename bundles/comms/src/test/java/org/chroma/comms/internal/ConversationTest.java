package org.chroma.comms.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.chroma.agent.internal.AgentService;
import org.chroma.core.ChromaException;
import org.chroma.core.ErrorCode;
import org.chroma.core.port.Agents;
import org.chroma.model.action.ReportNow;
import org.chroma.protocol.RegistrationReply;
import org.chroma.spi.ActionContext;
import org.chroma.spi.ActionPlugin;
import org.chroma.spi.DeviceDataHandler;
import org.chroma.spi.DevicePlugin;
import org.chroma.spi.Machine;
import org.chroma.spi.Observation;
import org.chroma.spi.Sample;
import org.chroma.spi.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole conversation over real sockets: a server registers, reports, and runs actions. */
@Timeout(60)
class ConversationTest {
    private static final int FOR_EVER = Integer.MAX_VALUE;

    private final Machine machine = new FakeMachine("oss1");
    private final CountDownLatch darkened = new CountDownLatch(1);
    private final AtomicInteger disks = new AtomicInteger(3);
    private final BlockingQueue<FakeCore.Accepted> reports = new LinkedBlockingQueue<>();
    private Manager manager;
    private AgentService agent;
    private Path agentFiles;

    record Disks(int count) {}

    private final class DisksPlugin implements DevicePlugin<Disks> {
        @Override
        public Disks scan(Machine scanned) throws IOException {
            if (disks.get() < 0) {
                throw new IOException("the disks are on fire");
            }
            return new Disks(disks.get());
        }
    }

    private static final class DisksHandler implements DeviceDataHandler<Disks> {
        @Override
        public Class<Disks> scanType() {
            return Disks.class;
        }

        @Override
        public Observation observe(Server server, Disks scan) {
            return Observation.ofSamples(List.of(new Sample(
                    Sample.Subject.host(server), "disks", Sample.Type.GAUGE, server.observedAt(), scan.count())));
        }
    }

    private final class BlinkPlugin implements ActionPlugin<Blink, Blink.Blinked> {
        @Override
        public Class<Blink> action() {
            return Blink.class;
        }

        @Override
        public Blink.Blinked run(Blink action, ActionContext context) throws Exception {
            if (action.times() < 0) {
                throw new IOException("a lamp cannot blink %d times".formatted(action.times()));
            }
            context.console().line("looking for the lamp");
            if (action.times() == FOR_EVER) {
                try {
                    Thread.sleep(Duration.ofMinutes(10).toMillis());
                } catch (InterruptedException e) {
                    darkened.countDown();
                    throw e;
                }
            }
            context.machine().run(Duration.ofSeconds(1), "echo", "blink", action.device());
            return new Blink.Blinked(action.device());
        }
    }

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        manager = new Manager(directory.resolve("manager"));
        manager.core.addHost(1, "oss1");
        manager.core.onReport = reports::add;
        manager.handlers.add("disks", new DisksHandler());
        agentFiles = directory.resolve("agent").resolve("agent");
        agent = new AgentService(
                directory.resolve("agent"), "127.0.0.1", Duration.ofMillis(200), Duration.ofSeconds(2));
        agent.addDevicePlugin(new DisksPlugin(), Map.of("plugin.name", "disks"));
        agent.addActionPlugin(new BlinkPlugin());
        agent.addMachine(machine, Map.of());
    }

    @AfterEach
    void stop() throws Exception {
        agent.close();
        manager.stop();
    }

    @Test
    void aRegistrationThatFailsLeavesTheOldOneInForce() throws Exception {
        register();
        assertThat(disksReported()).isEqualTo(3);
        Path identity = agentFiles.resolve("identity.p12");
        Files.delete(identity);
        Files.createDirectories(identity.resolve("in the way"));

        assertThatThrownBy(() -> agent.register(machine, manager.order(1))).isInstanceOf(IOException.class);

        disks.set(7);
        while (disksReported() != 7) {
            // what was under way
        }
    }

    private RegistrationReply register() throws Exception {
        RegistrationReply reply = agent.register(machine, manager.order(1));
        manager.registered(1, reply);
        return reply;
    }

    private FakeCore.Accepted report() throws InterruptedException {
        FakeCore.Accepted report = reports.poll(20, TimeUnit.SECONDS);
        assertThat(report).as("a report").isNotNull();
        return report;
    }

    private double disksReported() throws InterruptedException {
        return disksIn(report());
    }

    private static double disksIn(FakeCore.Accepted report) {
        return report.observations().getOrDefault("disks", Observation.NOTHING).samples().stream()
                .mapToDouble(Sample::value)
                .findFirst()
                .orElse(Double.NaN);
    }

    @Test
    void aServerRegistersReportsAndRunsAnAction() throws Exception {
        RegistrationReply reply = register();
        assertThat(reply.fqdn()).isEqualTo("oss1.example.com");
        assertThat(reply.nodename()).isEqualTo("oss1");

        assertThat(report().host()).isEqualTo(1);
        assertThat(disksReported()).isEqualTo(3);

        List<String> console = Collections.synchronizedList(new ArrayList<>());
        Blink.Blinked answer = manager.agents.run(1, new Blink("/dev/sdb", 2), console::add);
        assertThat(answer).isEqualTo(new Blink.Blinked("/dev/sdb"));
        assertThat(console).containsExactly("looking for the lamp", "blink /dev/sdb");
    }

    @Test
    void aChangeIsInALaterReportAndAnErrorIsNoChange() throws Exception {
        register();
        assertThat(disksReported()).isEqualTo(3);
        disks.set(4);
        while (disksReported() != 4) {
            // the report that was under way
        }
        disks.set(-1);
        FakeCore.Accepted failed = report();
        while (failed.failures().isEmpty()) {
            failed = report();
        }
        assertThat(failed.failures()).containsExactly(Map.entry("disks", "the disks are on fire"));
        assertThat(failed.observations()).isEmpty();
    }

    @Test
    void anActionThatFailsSaysWhyInTheServersWords() throws Exception {
        register();
        assertThatThrownBy(() -> manager.agents.run(1, new Blink("/dev/sdb", -1), line -> {}))
                .isInstanceOfSatisfying(Agents.ActionFailedException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.ACTION_FAILED);
                    assertThat(e).hasMessage("oss1.example.com: a lamp cannot blink -1 times");
                    assertThat(e.remoteTrace()).contains("BlinkPlugin.run");
                });
    }

    @Test
    void anActionThatIsCancelledEndsHereAndOnTheServer() throws Exception {
        register();
        CountDownLatch begun = new CountDownLatch(1);
        ExecutorService caller = Executors.newSingleThreadExecutor();
        try {
            Future<?> running = caller.submit(
                    () -> manager.agents.run(1, new Blink("/dev/sdb", FOR_EVER), line -> begun.countDown()));
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

            running.cancel(true);

            caller.shutdown();
            assertThat(caller.awaitTermination(20, TimeUnit.SECONDS))
                    .as("the manager no longer waits")
                    .isTrue();
            assertThat(darkened.await(20, TimeUnit.SECONDS))
                    .as("the server was told")
                    .isTrue();
        } finally {
            caller.shutdownNow();
        }
    }

    @Test
    void reportNowEndsWhenTheManagerTookACompleteReport() throws Exception {
        register();
        disksReported();
        disks.set(7);
        manager.agents.run(1, new ReportNow(), line -> {});
        List<FakeCore.Accepted> taken = manager.core.reports;
        assertThat(disksIn(taken.get(taken.size() - 1))).isEqualTo(7);
    }

    @Test
    void whoIsNotRegisteredCannotBeReached() {
        assertThatThrownBy(() -> manager.agents.run(1, new Blink("/dev/sdb", 1), line -> {}))
                .isInstanceOfSatisfying(
                        ChromaException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNREACHABLE));
    }

    @Test
    void aTokenIsGoodOnce() throws Exception {
        var order = manager.order(1);
        manager.registered(1, agent.register(machine, order));
        assertThatThrownBy(() -> agent.register(machine, order))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("token is unknown, used, or older");
        // and the agent works as before
        manager.agents.run(1, new Blink("/dev/sdb", 1), line -> {});
    }
}
