package org.chroma.core.internal.engine;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.chroma.core.ChromaException;
import org.chroma.core.Command;
import org.chroma.core.Command.Outcome;
import org.chroma.core.ErrorCode;
import org.chroma.core.InvalidRequestException;
import org.chroma.core.Job;
import org.chroma.core.JobState;
import org.chroma.core.Preview;
import org.chroma.core.StateManager;
import org.chroma.core.StateManager.FilesystemRequest;
import org.chroma.core.StateManager.JobRequest;
import org.chroma.core.StateManager.MgtChoice;
import org.chroma.core.StateManager.NewHost;
import org.chroma.core.StateManager.Wanted;
import org.chroma.core.StepResult;
import org.chroma.core.testing.TestManager;
import org.chroma.model.Host;
import org.chroma.model.HostState;
import org.chroma.model.TargetKind;
import org.chroma.model.TargetState;
import org.chroma.model.action.FormatTarget;
import org.chroma.model.action.GetLnetState;
import org.chroma.model.action.LoadLnet;
import org.chroma.model.action.StartLnet;
import org.chroma.model.action.StartTarget;
import org.chroma.model.fact.ResourceLocationsFact;
import org.chroma.spi.JobPlugin;
import org.chroma.spi.JobStep;
import org.chroma.spi.Observation;
import org.chroma.state.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How jobs end, and what happens then. */
class JobsTest {
    private final TestManager manager = new TestManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void aFailureStopsWhatNeedsItAndSaysWhy() {
        manager.addServers(2, 3);
        manager.agents().fail("s1", FormatTarget.class, "mkfs.lustre: no such device");
        manager.agents().fail("s2", FormatTarget.class, "mkfs.lustre: no such device");
        Command command = create();

        assertThat(command.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(manager.jobsOf(command))
                .contains("FAILED Format lfs-OST0000 on s1.example.com: mkfs.lustre: no such device")
                .contains("NOT_RUN Register lfs-OST0000: lfs-OST0000 is unformatted instead of formatted")
                .contains("NOT_RUN Start filesystem lfs: ");
        Job failed = jobs(command, JobState.FAILED).get(0);
        StepResult step = manager.view().steps(failed.id()).get(0);
        assertThat(step.state()).isEqualTo(StepResult.State.FAILED);
        assertThat(step.error()).isEqualTo("mkfs.lustre: no such device");
        assertThat(step.trace()).contains("remote trace");
        assertThat(jobs(command, JobState.NOT_RUN)).allMatch(job -> job.blockedBy() != null);

        manager.agents().heal("s1", FormatTarget.class);
        manager.agents().heal("s2", FormatTarget.class);
        ObjectId<?> filesystem =
                manager.view().cluster().filesystems().iterator().next().id();
        Command again = manager.await(manager.state()
                .setStates(List.of(new Wanted(filesystem, "available")), "admin")
                .orElseThrow());
        assertThat(again.outcome()).as(manager.jobsOf(again)).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void aRunningJobIsCancelled() {
        manager.addServers(2, 3);
        manager.agents().hang("s1", StartTarget.class);
        manager.agents().hang("s2", StartTarget.class);
        Command command = begin();
        manager.until("a target starts", () -> manager.jobsOf(command).contains("RUNNING Start MGT"));
        Job start = jobs(command, JobState.RUNNING).stream()
                .filter(job -> job.className().equals("StartTargetJob"))
                .findFirst()
                .orElseThrow();
        manager.until(
                "its console is live",
                () -> manager.view().steps(start.id()).stream()
                        .anyMatch(step -> step.console().contains("waiting")));

        assertThat(manager.view().availableTransitions(requireNonNull(start.subject())))
                .isEmpty();
        manager.state().cancel(start.id(), "admin");
        manager.await(command);

        assertThat(manager.view().job(start.id()).orElseThrow().state()).isEqualTo(JobState.CANCELLED);
        assertThatThrownBy(() -> manager.state().cancel(start.id(), "admin"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("ended already");
        assertThat(manager.view().availableTransitions(requireNonNull(start.subject())))
                .isNotEmpty();
    }

    @Test
    void formattingIsNotCancelled() {
        manager.addServers(2, 3);
        manager.agents().hang("s1", FormatTarget.class);
        manager.agents().hang("s2", FormatTarget.class);
        Command command = begin();
        manager.until("a target is formatted", () -> manager.jobsOf(command).contains("RUNNING Format MGT"));
        Job format = jobs(command, JobState.RUNNING).get(0);

        assertThatThrownBy(() -> manager.state().cancel(format.id(), "admin"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("cannot be cancelled");
        manager.agents().heal("s1", FormatTarget.class);
        manager.agents().heal("s2", FormatTarget.class);
        assertThat(manager.await(command).outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void aRequestWaitsForTheJobThatFindsOutTheState() {
        manager.agents().hang("s1", GetLnetState.class);
        manager.agents().hang("s1", LoadLnet.class);
        var created = manager.state().addHost(new NewHost("s1", null), "admin");
        ObjectId<?> id = requireNonNull(created.object());
        manager.until("LNet is asked", () -> manager.jobs().contains("RUNNING Get the LNet state of s1.example.com"));
        Thread requester = Thread.currentThread();
        Thread healer = new Thread(() -> {
            manager.until("the request waits", () -> requester.getState() == Thread.State.TIMED_WAITING);
            manager.agents().heal("s1", GetLnetState.class);
        });
        healer.start();

        // Loading hangs until the request is answered: otherwise LNet could be up before it is asked for.
        Command up = manager.state()
                .setStates(List.of(new Wanted(id, "lnet_up")), "admin")
                .orElseThrow();
        manager.agents().heal("s1", LoadLnet.class);

        assertThat(manager.await(up).outcome()).as(manager.jobs()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(manager.view().cluster().object(id).orElseThrow().state()).isEqualTo(HostState.LNET_UP);
        manager.until("the NIDs are learnt", () -> manager.jobs().contains("SUCCEEDED Learn the NIDs of s1"));
    }

    @Test
    void theCommandThatAddsAServerStartsItsLnet() {
        var created = manager.state().addHost(new NewHost("s1", null), "admin");
        Command command = manager.await(created.command().orElseThrow());

        assertThat(manager.jobsOf(command)).isEqualTo("""
                SUCCEEDED Set up server s1
                SUCCEEDED Get the LNet state of s1.example.com
                SUCCEEDED Load LNet on s1.example.com
                SUCCEEDED Start LNet on s1.example.com
                SUCCEEDED Learn the NIDs of s1.example.com""");
    }

    @Test
    void lnetThatDoesNotStartFailsTheCommandAndIsNotTriedForEver() {
        manager.agents().fail("s1", StartLnet.class, "no such network interface");
        var created = manager.state().addHost(new NewHost("s1", null), "admin");
        Command command = manager.await(created.command().orElseThrow());

        assertThat(command.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(manager.jobsOf(command)).endsWith("FAILED Start LNet on s1.example.com: no such network interface");
    }

    @Test
    void lnetOfAServerThatIsOnlyMonitoredIsLeftAsItIs() {
        manager.agents().monitorOnly("s1");
        var created = manager.state().addHost(new NewHost("s1", null), "admin");
        Command command = manager.await(created.command().orElseThrow());

        assertThat(manager.jobsOf(command)).endsWith("SUCCEEDED Get the LNet state of s1.example.com");
        assertThat(stateOf(created)).isEqualTo(HostState.LNET_UNLOADED);
    }

    @Test
    void settingUpAServerThatIsToHaveLnetDownDoesNotStartIt() {
        manager.agents().refuse("s1", "s1 does not answer on port 22");
        var created = manager.state().addHost(new NewHost("s1", null), "admin");
        manager.await(created.command().orElseThrow());
        manager.agents().accept("s1");
        manager.await(manager.state()
                .setStates(List.of(new Wanted(requireNonNull(created.object()), "lnet_down")), "admin")
                .orElseThrow());

        assertThat(stateOf(created)).isEqualTo(HostState.LNET_DOWN);
    }

    private Object stateOf(StateManager.Created created) {
        return manager.view()
                .cluster()
                .object(requireNonNull(created.object()))
                .orElseThrow()
                .state();
    }

    @Test
    void aServerThatCannotBeReachedStaysUnconfiguredAndCanBeRemoved() {
        manager.agents().refuse("s9", "s9 does not answer on port 22");
        var created = manager.state().addHost(new NewHost("s9", null), "admin");
        Command command = manager.await(created.command().orElseThrow());

        assertThat(manager.jobsOf(command)).isEqualTo("FAILED Set up server s9: s9 does not answer on port 22");
        Command removal = manager.await(manager.state()
                .setStates(List.of(new Wanted(requireNonNull(created.object()), "removed")), "admin")
                .orElseThrow());
        assertThat(removal.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(manager.view().cluster().hosts()).isEmpty();
    }

    @Test
    void askingForWhatIsUnderWayJoinsIt() {
        manager.agents().hang("s1", LoadLnet.class);
        var created = manager.state().addHost(new NewHost("s1", null), "admin");
        manager.until("LNet is being loaded", () -> manager.jobs().contains("RUNNING Load LNet on s1.example.com"));
        Command one = manager.state()
                .setStates(List.of(new Wanted(requireNonNull(created.object()), "lnet_up")), "admin")
                .orElseThrow();
        Command two = manager.state()
                .setStates(List.of(new Wanted(requireNonNull(created.object()), "lnet_up")), "admin")
                .orElseThrow();

        assertThat(two.jobs()).containsExactly(one.jobs().get(one.jobs().size() - 1));
        manager.agents().heal("s1", LoadLnet.class);
        assertThat(manager.await(two).outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(manager.state().setStates(List.of(new Wanted(requireNonNull(created.object()), "lnet_up")), "admin"))
                .isEmpty();
    }

    @Test
    void whatIsWrongWithAJobStandsAtItsPlace() {
        manager.addServers(1, 1);
        JobRequest fine = new JobRequest("RelearnNidsJob", Map.of());

        assertThat(errorsOf(fine, new JobRequest("NoSuchJob", Map.of())))
                .isEqualTo(Map.of(
                        "jobs", List.of(Map.of(), Map.of("class_name", List.of("There is no job 'NoSuchJob'")))));
        assertThat(errorsOf(new JobRequest("RelearnNidsJob", Map.of("hosts", "x")), fine))
                .isEqualTo(Map.of(
                        "jobs",
                        List.of(
                                Map.of("args", Map.of("hosts", List.of("Must be the number or address of an object"))),
                                Map.of())));
        assertThat(errorsOf(new JobRequest("FailoverTargetJob", Map.of())))
                .isEqualTo(Map.of(
                        "jobs", List.of(Map.of("args", Map.of("target_id", List.of("This field is mandatory"))))));
        assertThat(errorsOf(new JobRequest("UpdateNidsJob", Map.of())))
                .isEqualTo(Map.of(
                        "jobs", List.of(Map.of("__all__", List.of("Chroma manages no target on these servers")))));
    }

    /** The same whether it is run or only shown. */
    private Map<String, ?> errorsOf(JobRequest... jobs) {
        InvalidRequestException refused = assertThrows(
                InvalidRequestException.class, () -> manager.state().runJobs("", List.of(jobs), ""));
        InvalidRequestException shown = assertThrows(
                InvalidRequestException.class, () -> manager.state().previewJobs(List.of(jobs)));
        assertThat(shown.errors()).isEqualTo(refused.errors());
        return refused.errors();
    }

    @Test
    void wrongRequestsAreRefused() {
        manager.addServers(1, 1);
        ObjectId<HostState> host = Host.KIND.id(1);

        assertThatThrownBy(() -> manager.state().setStates(List.of(new Wanted(host, "mounted")), ""))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("There is no state 'mounted' of a host");
        assertThatThrownBy(() -> manager.state().preview(List.of(new Wanted(host, "unconfigured"))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("cannot get from lnet_up to unconfigured");
        assertThatThrownBy(() -> manager.state().setStates(List.of(new Wanted(Host.KIND.id(77), "lnet_up")), ""))
                .isInstanceOfSatisfying(
                        ChromaException.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.NOT_FOUND));
        assertThatThrownBy(() -> manager.state().addHost(new NewHost("s1", null), ""))
                .hasMessageContaining("already a server with this address");
        assertThatThrownBy(() -> manager.state().addHost(new NewHost("a;reboot", null), ""))
                .hasMessageContaining("[user@]host[:port]");
        assertThatThrownBy(() -> manager.state()
                        .runJobs("", List.of(new JobRequest("RelearnNidsJob", Map.of("hosts", List.of()))), ""))
                .isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void forceRemovalForgetsEverythingThatDependsOnTheServer() {
        manager.addServers(1, 3);
        create();
        Preview preview = manager.state().previewJobs(List.of(new JobRequest("ForceRemoveHostJob", Map.of("host", 1))));
        assertThat(preview.jobs().get(0).confirmation())
                .contains("permanently lost")
                .contains("filesystem lfs, MGT on s1.example.com, lfs-MDT0000, lfs-OST0000");

        Command command = manager.await(manager.state()
                .runJobs("Lost", List.of(new JobRequest("ForceRemoveHostJob", Map.of("host", 1))), "admin"));

        assertThat(command.outcome()).as(manager.jobsOf(command)).isEqualTo(Outcome.SUCCEEDED);
        assertThat(manager.view().cluster().objects()).isEmpty();
        assertThat(manager.view().cluster().volumes()).isEmpty();
        assertThat(manager.view().alerts()).noneMatch(alert -> alert.active());
    }

    @Test
    void reportsMoveStatesUnlessTheyAreOldOrAJobIsAtWork() {
        manager.addServers(2, 3);
        create();
        var ost = manager.view()
                .cluster()
                .targetsOf(
                        manager.view().cluster().filesystems().iterator().next().id(), TargetKind.OST)
                .get(0);
        var fact = new ResourceLocationsFact(Map.of(String.valueOf(ost.haLabel()), Optional.empty()));
        Observation stopped = Observation.ofFacts(List.of(fact));

        manager.reports().accept(1, ost.stateModifiedAt().minusSeconds(1), Map.of("lustre", stopped), Map.of());
        assertThat(state(ost.id())).isEqualTo(TargetState.MOUNTED);

        manager.reports().accept(1, Instant.now(), Map.of("lustre", stopped), Map.of());
        assertThat(state(ost.id())).isEqualTo(TargetState.UNMOUNTED);
        assertThat(manager.view().cluster().filesystems())
                .extracting(filesystem -> filesystem.state().name())
                .containsExactly("UNAVAILABLE");
        assertThat(manager.view().alerts())
                .filteredOn(alert -> alert.active() && !alert.dismissed())
                .extracting(alert -> alert.type().name())
                .containsExactly("TargetOfflineAlert");
        assertThatThrownBy(() -> manager.reports().accept(99, Instant.now(), Map.of(), Map.of()))
                .isInstanceOf(ChromaException.class);
    }

    @Test
    void pluginsBringJobs() {
        manager.addServers(1, 1);
        ConcurrentLinkedQueue<String> blinked = new ConcurrentLinkedQueue<>();
        JobPlugin<Host> plugin = new Blink(blinked);
        manager.engine().plainJobs().add(plugin);
        Host host = manager.view().cluster().hosts().iterator().next();

        assertThat(manager.view().availableJobs(host.id()))
                .extracting(job -> job.verb())
                .containsExactly("Blink", "Force Remove");
        Command command = manager.await(manager.state()
                .runJobs("Blink", List.of(new JobRequest("BlinkJob", Map.of("host", 1))), "admin"));
        assertThat(command.outcome()).as(manager.jobsOf(command)).isEqualTo(Outcome.SUCCEEDED);
        assertThat(blinked).containsExactly("s1.example.com");
        assertThat(manager.view().steps(command.jobs().get(0)).get(0).log()).isEqualTo("blinked\n");

        manager.engine().plainJobs().remove(plugin);
        assertThat(manager.view().availableJobs(host.id()))
                .extracting(job -> job.verb())
                .containsExactly("Force Remove");
    }

    private record Blink(ConcurrentLinkedQueue<String> blinked) implements JobPlugin<Host> {
        @Override
        public String name() {
            return "BlinkJob";
        }

        @Override
        public Class<Host> subject() {
            return Host.class;
        }

        @Override
        public String verb() {
            return "Blink";
        }

        @Override
        public boolean canRun(Host host) {
            return host.state() != HostState.UNCONFIGURED;
        }

        @Override
        public String description(Host host) {
            return "Blink " + host.label();
        }

        @Override
        public List<JobStep<Host>> steps(Host host) {
            return List.of(new JobStep<>("blink", "Blink", (now, context) -> {
                blinked.add(now.label());
                context.log("blinked");
            }));
        }
    }

    @Test
    void listenersHearWhatChanged() {
        Set<String> heard = ConcurrentHashMap.newKeySet();
        manager.engine().addListener(heard::addAll);
        manager.addServers(1, 1);

        manager.until(
                "all of it was heard",
                () -> heard.containsAll(
                        List.of("host/1", "command/1", "job/1", "step/1", "volume/1", "storage_resource/1")));
    }

    private TargetState state(ObjectId<TargetState> id) {
        return manager.view().cluster().target(id).orElseThrow().state();
    }

    private List<Job> jobs(Command command, JobState state) {
        return command.jobs().stream()
                .map(id -> manager.view().job(id).orElseThrow())
                .filter(job -> job.state() == state)
                .toList();
    }

    private Command create() {
        return manager.await(begin());
    }

    private Command begin() {
        return manager.state()
                .createFilesystem(
                        new FilesystemRequest(
                                "lfs",
                                new MgtChoice(null, manager.volume(1).id(), null),
                                List.of(manager.on(2)),
                                List.of(manager.on(3)),
                                null),
                        "admin")
                .command()
                .orElseThrow();
    }
}
