package org.chroma.core.internal.engine;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.chroma.core.Command;
import org.chroma.core.Command.Outcome;
import org.chroma.core.InvalidRequestException;
import org.chroma.core.StateManager.Created;
import org.chroma.core.StateManager.FilesystemRequest;
import org.chroma.core.StateManager.JobRequest;
import org.chroma.core.StateManager.MgtChoice;
import org.chroma.core.StateManager.TargetRequest;
import org.chroma.core.StateManager.Wanted;
import org.chroma.core.testing.TestManager;
import org.chroma.model.Filesystem;
import org.chroma.model.FilesystemState;
import org.chroma.model.TargetKind;
import org.chroma.model.TargetState;
import org.chroma.model.action.FormatTarget;
import org.chroma.model.action.SetConfParam;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The whole life of a filesystem, through the services that users' requests reach. */
class FilesystemLifeTest {
    private final TestManager manager = new TestManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void fromBareServersToRemoved() {
        manager.addServers(2, 5);
        Created created = manager.state()
                .createFilesystem(
                        new FilesystemRequest(
                                "lfs",
                                new MgtChoice(null, manager.volume(1).id(), null),
                                List.of(manager.on(2)),
                                List.of(manager.on(3), manager.on(4)),
                                Map.of("llite.max_cached_mb", "32")),
                        "admin");
        Command command = manager.await(created.command().orElseThrow());

        assertThat(command.outcome()).as(manager.jobsOf(command)).isEqualTo(Outcome.SUCCEEDED);
        assertThat(filesystem().state()).isEqualTo(FilesystemState.AVAILABLE);
        assertThat(command.jobs()).hasSize(18);
        assertThat(manager.agents().confParams()).containsEntry("lfs.llite.max_cached_mb", "32");
        assertThat(manager.view().cluster().targets())
                .extracting(target -> target.state())
                .containsOnly(TargetState.MOUNTED);

        Created added = manager.state()
                .addTarget(new TargetRequest("OST", filesystem().id().number(), manager.on(5)), "admin");
        assertThat(manager.await(added.command().orElseThrow()).outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(filesystem().state()).isEqualTo(FilesystemState.AVAILABLE);
        assertThat(manager.view().cluster().targetsOf(filesystem().id(), TargetKind.OST))
                .extracting(target -> target.name())
                .containsExactly("lfs-OST0000", "lfs-OST0001", "lfs-OST0002");

        go("stopped");
        assertThat(filesystem().state()).isEqualTo(FilesystemState.STOPPED);
        go("available");
        assertThat(filesystem().state()).isEqualTo(FilesystemState.AVAILABLE);
        go("removed");
        assertThat(manager.view().cluster().filesystems()).isEmpty();
        assertThat(manager.view().cluster().targets())
                .extracting(target -> target.kind() + " " + target.state())
                .containsExactly("MGT UNMOUNTED");
    }

    @Test
    void theIndexOfARemovedOstIsNotGivenAgain() {
        manager.addServers(2, 5);
        createFilesystem();
        manager.await(manager.state()
                .addTarget(new TargetRequest("OST", filesystem().id().number(), manager.on(4)), "")
                .command()
                .orElseThrow());
        var last = manager.view()
                .cluster()
                .targetsOf(filesystem().id(), TargetKind.OST)
                .get(1);
        manager.await(manager.state()
                .setStates(List.of(new Wanted(last.id(), "removed")), "")
                .orElseThrow());

        manager.await(manager.state()
                .addTarget(new TargetRequest("OST", filesystem().id().number(), manager.on(5)), "")
                .command()
                .orElseThrow());

        assertThat(manager.view().cluster().targetsOf(filesystem().id(), TargetKind.OST))
                .extracting(target -> target.name())
                .containsExactly("lfs-OST0000", "lfs-OST0002");
    }

    @Test
    void indexesOfOstsRemovedTogetherAreNotGivenAgain() {
        manager.addServers(2, 6);
        createFilesystem();
        for (int volume : List.of(4, 5)) {
            addOst(volume);
        }
        List<Wanted> removals = manager.view().cluster().targetsOf(filesystem().id(), TargetKind.OST).stream()
                .map(ost -> new Wanted(ost.id(), "removed"))
                .toList();
        Command removal = manager.await(manager.state().setStates(removals, "").orElseThrow());
        assertThat(removal.outcome()).as(manager.jobsOf(removal)).isEqualTo(Outcome.SUCCEEDED);

        addOst(6);

        assertThat(manager.view().cluster().targetsOf(filesystem().id(), TargetKind.OST))
                .extracting(target -> target.name())
                .containsExactly("lfs-OST0003");
    }

    private void addOst(int volume) {
        Command command = manager.await(manager.state()
                .addTarget(new TargetRequest("OST", filesystem().id().number(), manager.on(volume)), "")
                .command()
                .orElseThrow());
        assertThat(command.outcome()).as(manager.jobsOf(command)).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void aParameterThatChangesWhileItIsAppliedEndsUpWithItsNewestValue() {
        manager.addServers(1, 3);
        createFilesystem();
        manager.agents().hang("s1", SetConfParam.class);
        Command first = manager.state()
                .setConfParams(filesystem().id(), Map.of("sys.timeout", "50"), "")
                .orElseThrow();
        manager.until("the first is under way", () -> manager.jobsOf(first).contains("RUNNING"));
        assertThat(manager.state().setConfParams(filesystem().id(), Map.of("sys.timeout", "60"), ""))
                .isEmpty();
        manager.agents().heal("s1", SetConfParam.class);

        manager.until(
                "the newest value is in force",
                () -> "60".equals(manager.agents().confParams().get("lfs.sys.timeout")));
        manager.awaitIdle();
        assertThat(manager.agents().done().stream().filter(done -> done.endsWith("set-conf-param")))
                .hasSize(2);
    }

    @Test
    void nidsAreLearntAnewAndWrittenToTheTargets() {
        manager.addServers(2, 3);
        createFilesystem();
        manager.await(manager.state()
                .setConfParams(filesystem().id(), Map.of("sys.timeout", "60"), "")
                .orElseThrow());
        manager.awaitIdle();
        Command relearn = manager.state().runJobs("Relearn", List.of(new JobRequest("RelearnNidsJob", Map.of())), "");
        assertThat(manager.await(relearn).outcome()).as(manager.jobsOf(relearn)).isEqualTo(Outcome.SUCCEEDED);

        Command update = manager.state()
                .runJobs("Update", List.of(new JobRequest("UpdateNidsJob", Map.of("hosts", List.of(1)))), "");
        assertThat(manager.await(update).outcome()).as(manager.jobsOf(update)).isEqualTo(Outcome.SUCCEEDED);

        assertThat(filesystem().state()).isEqualTo(FilesystemState.STOPPED);
        assertThat(manager.agents().running()).isEmpty();
        assertThat(manager.agents().done().stream().filter(done -> done.endsWith("writeconf-target")))
                .hasSize(3);
        go("available");
        manager.until(
                "parameters are applied again",
                () -> manager.agents().done().stream()
                                .filter(done -> done.endsWith("set-conf-param"))
                                .count()
                        == 2);
    }

    @Test
    void nidsAreRewrittenWhereAFilesystemIsHalfMade() {
        manager.addServers(2, 3);
        manager.agents().occupy("/dev/disk2");
        assertThat(manager.await(beginFilesystem()).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(statesOfTargets()).containsExactly("MGT MOUNTED", "MDT UNFORMATTED", "OST FORMATTED");
        List<JobRequest> jobs = List.of(new JobRequest("UpdateNidsJob", Map.of()));

        assertThat(manager.state().previewJobs(jobs).jobs())
                .extracting(job -> job.className())
                .containsExactly("StopTargetJob", "UpdateNidsJob");
        Command update = manager.await(manager.state().runJobs("Update", jobs, ""));

        assertThat(update.outcome()).as(manager.jobsOf(update)).isEqualTo(Outcome.SUCCEEDED);
        assertThat(statesOfTargets()).containsExactly("MGT UNMOUNTED", "MDT UNFORMATTED", "OST FORMATTED");
        assertThat(manager.view().steps(update.jobs().get(1)))
                .extracting(step -> step.description())
                .as("the OST has NIDs on its disk, and the MGS does not know it yet")
                .containsExactly(
                        "Re-write the configuration of MGT on s1.example.com",
                        "Re-write the configuration of lfs-OST0000",
                        "Note that parameters must be applied again",
                        "Start MGT on s1.example.com",
                        "Stop MGT on s1.example.com");
        manager.agents().wipe("/dev/disk2");
        go("available");
        assertThat(statesOfTargets()).containsExactly("MGT MOUNTED", "MDT MOUNTED", "OST MOUNTED");
    }

    @Test
    void nidsOfTargetsThatWereNeverFormattedAreNotRewritten() {
        manager.addServers(2, 3);
        List.of("/dev/disk1", "/dev/disk2", "/dev/disk3").forEach(manager.agents()::occupy);
        assertThat(manager.await(beginFilesystem()).outcome()).isEqualTo(Outcome.FAILED);
        List<JobRequest> jobs = List.of(new JobRequest("UpdateNidsJob", Map.of()));

        assertThatThrownBy(() -> manager.state().runJobs("Update", jobs, ""))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("No target on these servers is formatted yet");
    }

    @Test
    void jobsThatContradictEachOtherAreRefusedAsOnePlan() {
        manager.addServers(2, 3);
        createFilesystem();
        var ost = manager.view()
                .cluster()
                .targetsOf(filesystem().id(), TargetKind.OST)
                .get(0);
        List<JobRequest> jobs = List.of(
                new JobRequest("UpdateNidsJob", Map.of()),
                new JobRequest("FailoverTargetJob", Map.of("target", ost.id().number())));

        assertThatThrownBy(() -> manager.state().previewJobs(jobs))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("lfs-OST0000");
    }

    @Test
    void aFilesystemIsRemovedWholeAlsoWhereANewOstOfItCannotBeFormatted() {
        manager.addServers(2, 4);
        createFilesystem();
        manager.agents().occupy("/dev/disk4");
        List.of("s1", "s2").forEach(server -> manager.agents().hang(server, FormatTarget.class));
        Command addition = manager.state()
                .addTarget(new TargetRequest("OST", filesystem().id().number(), manager.on(4)), "")
                .command()
                .orElseThrow();
        Command removal = manager.state()
                .setStates(List.of(new Wanted(filesystem().id(), "removed")), "")
                .orElseThrow();
        List.of("s1", "s2").forEach(server -> manager.agents().heal(server, FormatTarget.class));

        assertThat(manager.await(addition).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(manager.await(removal).outcome()).as(manager.jobsOf(removal)).isEqualTo(Outcome.SUCCEEDED);

        assertThat(manager.view().cluster().filesystems()).isEmpty();
        assertThat(statesOfTargets()).containsExactly("MGT UNMOUNTED");
        assertThat(removal.jobs())
                .extracting(id -> manager.view().job(id).orElseThrow())
                .filteredOn(job -> job.description().contains("OST0001"))
                .extracting(job -> job.className() + " " + job.fromState() + " " + job.reason())
                .containsExactlyInAnyOrder(
                        "StopTargetJob mounted Nothing to do: it is already unformatted",
                        "RemoveTargetJob unformatted ");
    }

    @Test
    void aFilesystemWithoutAnMdtIsNotStarted() {
        manager.addServers(2, 3);
        createFilesystem();
        var mdt = manager.view()
                .cluster()
                .targetsOf(filesystem().id(), TargetKind.MDT)
                .get(0);
        manager.await(manager.state()
                .setStates(List.of(new Wanted(mdt.id(), "removed")), "")
                .orElseThrow());
        assertThat(filesystem().state()).as("without its MDT").isEqualTo(FilesystemState.UNAVAILABLE);
        go("stopped");

        assertThat(manager.view().availableTransitions(filesystem().id()))
                .extracting(offer -> offer.state())
                .containsExactly("removed");
        List<Wanted> start = List.of(new Wanted(filesystem().id(), "available"));
        assertThatThrownBy(() -> manager.state().preview(start))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("filesystem lfs has no MDT");
        assertThatThrownBy(() -> manager.state().setStates(start, ""))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("filesystem lfs has no MDT");
        go("removed");
        assertThat(statesOfTargets()).containsExactly("MGT UNMOUNTED");
    }

    private List<String> statesOfTargets() {
        return manager.view().cluster().targets().stream()
                .map(target -> target.kind() + " " + target.state())
                .toList();
    }

    @Test
    void failsOverAndBack() {
        manager.addServers(2, 3);
        createFilesystem();
        var ost = manager.view()
                .cluster()
                .targetsOf(filesystem().id(), TargetKind.OST)
                .get(0);
        var primary = ost.primaryMount().host();

        assertThat(manager.view().availableJobs(ost.id()))
                .extracting(job -> job.verb())
                .containsExactly("Failover");
        Command failover = manager.state()
                .runJobs(
                        "Fail over",
                        List.of(new JobRequest(
                                "FailoverTargetJob", Map.of("target", ost.id().number()))),
                        "admin");
        assertThat(manager.await(failover).outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(manager.view().cluster().target(ost.id()).orElseThrow().activeHost())
                .isNotNull()
                .isNotEqualTo(primary);
        assertThat(manager.view().alerts())
                .filteredOn(alert -> alert.active())
                .extracting(alert -> alert.type().name())
                .containsExactly("TargetFailoverAlert");
        assertThat(manager.view().availableJobs(ost.id()))
                .extracting(job -> job.verb())
                .containsExactly("Failback");

        Command failback = manager.state()
                .runJobs(
                        "Fail back",
                        List.of(new JobRequest("FailbackTargetJob", Map.of("target", "/api/target/3/"))),
                        "admin");
        assertThat(manager.await(failback).outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(manager.view().cluster().target(ost.id()).orElseThrow().activeHost())
                .isEqualTo(primary);
        assertThat(manager.view().alerts()).noneMatch(alert -> alert.active());
    }

    @Test
    void stoppingLnetMakesTheFilesystemUnavailableByFollowUp() {
        manager.addServers(2, 3);
        createFilesystem();
        var mdt = manager.view()
                .cluster()
                .targetsOf(filesystem().id(), TargetKind.MDT)
                .get(0);

        Command command = manager.state()
                .setStates(List.of(new Wanted(requireNonNull(mdt.activeHost()), "lnet_down")), "admin")
                .orElseThrow();
        manager.await(command);

        assertThat(manager.jobsOf(command)).contains("SUCCEEDED Stop lfs-MDT0000");
        assertThat(filesystem().state()).isEqualTo(FilesystemState.UNAVAILABLE);
    }

    @Test
    void parametersWaitForTheirMgt() {
        manager.addServers(1, 3);
        createFilesystem();
        go("stopped");
        var mgt = filesystem().mgt();
        manager.await(manager.state()
                .setStates(List.of(new Wanted(mgt, "unmounted")), "admin")
                .orElseThrow());

        assertThat(manager.state().setConfParams(filesystem().id(), Map.of("sys.timeout", "50"), "admin"))
                .isEmpty();
        assertThat(manager.agents().confParams()).isEmpty();
        go("available");

        manager.until(
                "the parameter is applied", () -> manager.agents().confParams().containsKey("lfs.sys.timeout"));
        manager.awaitIdle();
        assertThat(manager.agents().done().stream().filter(done -> done.endsWith("set-conf-param")))
                .hasSize(1);
        assertThat(manager.state().setConfParams(filesystem().id(), Map.of("sys.timeout", "50"), "admin"))
                .isEmpty();
        Command changed = manager.state()
                .setConfParams(filesystem().id(), Map.of("sys.timeout", "60"), "admin")
                .orElseThrow();
        manager.await(changed);
        assertThat(manager.agents().confParams()).containsEntry("lfs.sys.timeout", "60");
    }

    private void createFilesystem() {
        Command command = manager.await(beginFilesystem());
        assertThat(command.outcome()).as(manager.jobsOf(command)).isEqualTo(Outcome.SUCCEEDED);
    }

    private Command beginFilesystem() {
        Created created = manager.state()
                .createFilesystem(
                        new FilesystemRequest(
                                "lfs",
                                new MgtChoice(null, manager.volume(1).id(), null),
                                List.of(manager.on(2)),
                                List.of(manager.on(3)),
                                null),
                        "admin");
        return created.command().orElseThrow();
    }

    private void go(String state) {
        Command command = manager.state()
                .setStates(List.of(new Wanted(filesystem().id(), state)), "admin")
                .orElseThrow();
        assertThat(manager.await(command).outcome()).as(manager.jobsOf(command)).isEqualTo(Outcome.SUCCEEDED);
    }

    private Filesystem filesystem() {
        return manager.view().cluster().filesystems().iterator().next();
    }
}
