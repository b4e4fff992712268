package org.chroma.core.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.chroma.core.ChromaException;
import org.chroma.core.ClusterView.AvailableJob;
import org.chroma.core.ClusterView.PluginStatus;
import org.chroma.core.Command;
import org.chroma.core.Command.Outcome;
import org.chroma.core.ErrorCode;
import org.chroma.core.StateManager.JobRequest;
import org.chroma.core.StateManager.NewHost;
import org.chroma.core.StateManager.Wanted;
import org.chroma.core.port.DataStore;
import org.chroma.core.testing.FakeAgents;
import org.chroma.core.testing.InMemoryDataStore;
import org.chroma.core.testing.TestManager;
import org.chroma.model.Host;
import org.chroma.model.HostState;
import org.chroma.model.action.StopLnet;
import org.chroma.spi.JobPlugin;
import org.chroma.spi.JobStep;
import org.chroma.state.ObjectId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Plugins, listeners and ports that throw whatever they like, or do not come back: they harm only themselves. */
@Timeout(60)
class ForeignCodeInTheManagerTest {
    private static final ObjectId<HostState> HOST = Host.KIND.id(1);

    /** Less than it takes to be told that a plugin does not answer. */
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private final AtomicReference<@Nullable Error> storeFails = new AtomicReference<>();
    private final AtomicReference<@Nullable Error> noStepsAnyMore = new AtomicReference<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private final TestManager manager = new TestManager(failing(new InMemoryDataStore()), new FakeAgents());

    @AfterEach
    void close() {
        release.countDown();
        manager.close();
    }

    /** What a job's plugin is asked before the job is planned. */
    enum Question {
        CAN_RUN,
        CONFIRMATION,
        DESCRIPTION,
        STEPS
    }

    /** Offers a job on servers; a question that it does not answer is answered by somebody's code instead. */
    private static class Probe implements JobPlugin<Host> {
        private volatile @Nullable Question question;
        private volatile Runnable instead = () -> {};
        private volatile Runnable step = () -> {};

        Probe at(Question asked, Runnable code) {
            instead = code;
            question = asked;
            return this;
        }

        Probe step(Runnable code) {
            step = code;
            return this;
        }

        private void ask(Question asked) {
            if (question == asked) {
                instead.run();
            }
        }

        @Override
        public String name() {
            return "ProbeJob";
        }

        @Override
        public Class<Host> subject() {
            return Host.class;
        }

        @Override
        public String verb() {
            return "Probe";
        }

        @Override
        public boolean canRun(Host host) {
            ask(Question.CAN_RUN);
            return true;
        }

        @Override
        public Optional<String> confirmation(Host host) {
            ask(Question.CONFIRMATION);
            return Optional.of("Sure?");
        }

        @Override
        public String description(Host host) {
            ask(Question.DESCRIPTION);
            return "Probe " + host.label();
        }

        @Override
        public List<JobStep<Host>> steps(Host host) {
            ask(Question.STEPS);
            return List.of(new JobStep<>("probe", "Probe it", (now, context) -> step.run()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aJobWhosePluginLacksItsLibraryIsRefusedAndThePluginIsNamed(Question question) {
        manager.addServers(1, 1);
        manager.engine().plainJobs().add(new Probe().at(question, ForeignCodeInTheManagerTest::lackLibrary));

        assertThatThrownBy(() -> run("ProbeJob"))
                .isInstanceOf(ChromaException.class)
                .hasMessageContaining("ProbeJob failed at")
                .hasMessageContaining("com/example/Lib");
        assertThatThrownBy(() -> manager.state().previewJobs(List.of(new JobRequest("ProbeJob", Map.of("host", 1)))))
                .isInstanceOf(ChromaException.class);

        assertThat(problemOf("ProbeJob")).contains("com/example/Lib");
        managerAnswers();
    }

    @ParameterizedTest
    @EnumSource
    void aJobWhosePluginHangsIsRefusedAndOthersAreAnsweredMeanwhile(Question question) throws Exception {
        manager.addServers(1, 1);
        CountDownLatch hangs = new CountDownLatch(1);
        manager.engine().plainJobs().add(new Probe().at(question, () -> {
                    hangs.countDown();
                    hang();
                }));
        AtomicReference<@Nullable Throwable> refused = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                Command unused = run("ProbeJob");
            } catch (RuntimeException e) {
                refused.set(e);
            }
        });
        caller.start();
        hangs.await();

        long begin = System.nanoTime();
        managerAnswers();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(AT_ONCE);

        caller.join();
        assertThat(refused.get())
                .isInstanceOf(ChromaException.class)
                .hasMessageContaining("ProbeJob did not end")
                .hasMessageContaining("it is still running in thread chroma-foreign-ProbeJob");
        assertThat(problemOf("ProbeJob")).contains("in thread chroma-foreign-ProbeJob");
        begin = System.nanoTime();
        assertThatThrownBy(() -> run("ProbeJob")).hasMessageContaining("it was not asked again");
        assertThat(offers()).extracting(AvailableJob::verb).containsExactly("Force Remove");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(AT_ONCE);
    }

    @Test
    void anOfferThatCannotBeMadeIsMissingAndItsPluginIsNamed() {
        manager.addServers(1, 1);
        manager.engine().plainJobs().add(new Probe().at(Question.CAN_RUN, ForeignCodeInTheManagerTest::lackLibrary));

        assertThat(offers()).extracting(AvailableJob::verb).containsExactly("Force Remove");
        assertThat(problemOf("ProbeJob"))
                .isEqualTo("ProbeJob failed at saying whether it applies to s1.example.com:"
                        + " java.lang.NoClassDefFoundError: com/example/Lib");
    }

    @Test
    void anOfferThatHangsDelaysAPageOnce() {
        manager.addServers(1, 1);
        manager.engine().plainJobs().add(new Probe().at(Question.CAN_RUN, this::hang));

        assertThat(offers()).extracting(AvailableJob::verb).containsExactly("Force Remove");
        long begin = System.nanoTime();
        for (int rows = 0; rows < 1_000; rows++) {
            assertThat(offers()).hasSize(1);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void aPluginThatCannotSayWhatItIsIsNotUsedAndNamed() {
        manager.addServers(1, 1);
        JobPlugin<Host> nameless = new Probe() {
            @Override
            public String name() {
                throw new NoClassDefFoundError("com/example/Lib");
            }
        };
        manager.engine().plainJobs().add(nameless);

        assertThat(offers()).extracting(AvailableJob::verb).containsExactly("Force Remove");
        assertThat(manager.view().plugins()).anyMatch(plugin -> plugin.problem().contains("com/example/Lib"));
        manager.engine().plainJobs().remove(nameless);
        assertThat(manager.view().plugins()).allMatch(plugin -> plugin.problem().isEmpty());
    }

    @Test
    void stepsThatCannotBeToldWhenTheJobBeginsFailIt() {
        manager.addServers(1, 1);
        Probe probe = new Probe();
        manager.engine().plainJobs().add(probe);
        manager.agents().hang("s1", StopLnet.class);
        Command stop = manager.state()
                .setStates(List.of(new Wanted(HOST, "lnet_down")), "")
                .orElseThrow();
        Command waiting = run("ProbeJob");

        probe.at(Question.STEPS, ForeignCodeInTheManagerTest::lackLibrary);
        manager.agents().heal("s1", StopLnet.class);

        assertThat(manager.jobsOf(manager.await(waiting)))
                .isEqualTo("FAILED Probe s1.example.com: ProbeJob failed at saying what its steps are:"
                        + " java.lang.NoClassDefFoundError: com/example/Lib");
        assertThat(manager.await(stop).outcome()).isEqualTo(Outcome.SUCCEEDED);
        managerAnswers();
    }

    @Test
    void aStepThatThrowsAnErrorFailsItsJob() {
        manager.addServers(1, 1);
        manager.engine().plainJobs().add(new Probe().step(() -> {
                    throw new OutOfMemoryError("of the test");
                }));

        assertThat(manager.jobsOf(manager.await(run("ProbeJob"))))
                .isEqualTo("FAILED Probe s1.example.com: of the test");
        managerAnswers();
    }

    @Test
    void aListenerThatThrowsAnErrorOrHangsKeepsNobodyFromHearing() {
        Set<String> heard = ConcurrentHashMap.newKeySet();
        manager.engine().addListener(keys -> lackLibrary());
        manager.engine().addListener(keys -> hang());
        manager.engine().addListener(heard::addAll);

        manager.addServers(1, 1);

        manager.until("all of it was heard", () -> heard.containsAll(List.of("host/1", "command/1", "volume/1")));
        manager.until(
                "the listener that fails is named",
                () -> manager.view().plugins().stream()
                        .anyMatch(plugin -> plugin.problem().contains("com/example/Lib")));
    }

    @Test
    void anErrorOfTheDataStoreFailsOneRequestAndNoOther() {
        manager.addServers(1, 1);
        storeFails.set(new StackOverflowError("of the test"));
        assertThatThrownBy(() -> manager.state().addHost(new NewHost("s2", null), ""))
                .isInstanceOfSatisfying(
                        ChromaException.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.INTERNAL));

        assertThat(manager.view().cluster().hosts()).hasSize(1);
        storeFails.set(null);
        assertThat(manager.await(manager.state()
                                .addHost(new NewHost("s2", null), "")
                                .command()
                                .orElseThrow())
                        .outcome())
                .isEqualTo(Outcome.SUCCEEDED);
    }

    /** A data store that fails is waited for; what fails in each try is a defect, and its job has to end. */
    @Test
    void aStepThatCannotBeWrittenDownFailsItsJob() {
        manager.addServers(1, 1);
        manager.engine().plainJobs().add(new Probe());
        noStepsAnyMore.set(new NoClassDefFoundError("com/example/Lib"));

        Command failing = manager.await(run("ProbeJob"));

        noStepsAnyMore.set(null);
        assertThat(manager.jobsOf(failing)).isEqualTo("FAILED Probe s1.example.com: The manager failed");
        assertThat(manager.await(run("ProbeJob")).outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    private static void lackLibrary() {
        throw new NoClassDefFoundError("com/example/Lib");
    }

    /** Not even an interrupt ends it. */
    private void hang() {
        while (true) {
            try {
                release.await();
                return;
            } catch (InterruptedException e) {
                // goes on
            }
        }
    }

    private Command run(String job) {
        return manager.state().runJobs("", List.of(new JobRequest(job, Map.of("host", 1))), "");
    }

    private List<AvailableJob> offers() {
        return manager.view().availableJobs(HOST);
    }

    private String problemOf(String plugin) {
        return manager.view().plugins().stream()
                .filter(status -> status.name().equals(plugin))
                .map(PluginStatus::problem)
                .findFirst()
                .orElseThrow();
    }

    /** Anyone who asks for something that no plugin has to do with is answered. */
    private void managerAnswers() {
        assertThat(manager.state()
                        .previewJobs(List.of(new JobRequest("ForceRemoveHostJob", Map.of("host", 1))))
                        .jobs())
                .hasSize(1);
    }

    private DataStore failing(DataStore store) {
        return (DataStore) Proxy.newProxyInstance(
                DataStore.class.getClassLoader(), new Class<?>[] {DataStore.class}, (proxy, method, arguments) -> {
                    Error unstored = storeFails.get();
                    if (unstored != null && method.getName().equals("commit")) {
                        throw unstored;
                    }
                    Error noStep = noStepsAnyMore.get();
                    if (noStep != null && method.getName().equals("nextId") && arguments[0].equals("step")) {
                        throw noStep;
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
