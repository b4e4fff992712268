package org.chroma.core.internal.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.chroma.core.AlertType;
import org.chroma.core.ClusterView.AvailableTransition;
import org.chroma.core.Command;
import org.chroma.core.Command.Outcome;
import org.chroma.core.InvalidRequestException;
import org.chroma.core.StateManager.FilesystemRequest;
import org.chroma.core.StateManager.JobRequest;
import org.chroma.core.StateManager.MgtChoice;
import org.chroma.core.StateManager.Wanted;
import org.chroma.core.testing.TestManager;
import org.chroma.model.Filesystem;
import org.chroma.model.FilesystemState;
import org.chroma.model.Host;
import org.chroma.model.HostState;
import org.chroma.model.Target;
import org.chroma.model.TargetState;
import org.chroma.model.action.DetectScan;
import org.chroma.model.fact.MountedTargetsFact;
import org.chroma.spi.Observation;
import org.chroma.state.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A filesystem that Chroma does not know runs on two servers. */
class DetectTargetsTest {
    private final TestManager manager = new TestManager();
    private List<ObjectId<HostState>> servers = List.of();

    @BeforeEach
    void forgetAFilesystemThatGoesOnRunning() {
        manager.addServers(2, 3);
        manager.await(manager.state()
                .createFilesystem(
                        new FilesystemRequest(
                                "lfs",
                                new MgtChoice(null, manager.volume(1).id(), null),
                                List.of(manager.on(2)),
                                List.of(manager.on(3)),
                                Map.of("llite.max_cached_mb", "64")),
                        "")
                .command()
                .orElseThrow());
        manager.awaitIdle();
        for (Host host : List.copyOf(manager.view().cluster().hosts())) {
            run("ForceRemoveHostJob", Map.of("host", host.id().number()));
        }
        assertThat(manager.view().cluster().objects()).isEmpty();
        assertThat(manager.agents().running()).hasSize(3);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private Command run(String job, Map<String, Object> arguments) {
        return manager.await(manager.state().runJobs(job, List.of(new JobRequest(job, arguments)), "admin"));
    }

    private Command detect() {
        if (servers.isEmpty()) {
            servers = manager.addServers(2, 3);
        }
        return run("DetectTargetsJob", Map.of());
    }

    private String log(Command command) {
        return command.jobs().stream()
                .flatMap(job -> manager.view().steps(job).stream())
                .map(step -> step.log().strip())
                .collect(Collectors.joining("\n"));
    }

    private Filesystem filesystem() {
        return manager.view().cluster().filesystems().iterator().next();
    }

    @Test
    void isLearntAndMonitored() {
        Command command = detect();

        assertThat(command.outcome()).as(manager.jobsOf(command)).isEqualTo(Outcome.SUCCEEDED);
        assertThat(log(command))
                .contains("Searching s1.example.com")
                .contains("s1.example.com: 3 Lustre targets on its disks, ")
                .contains("Found the MGT on ")
                .contains("Found filesystem lfs with 1 MDT and 1 OST");
        assertThat(filesystem().state()).isEqualTo(FilesystemState.AVAILABLE);
        assertThat(filesystem().immutableState()).isTrue();
        assertThat(manager.view().confParams(filesystem().id())).isEqualTo(Map.of("llite.max_cached_mb", "64"));
        assertThat(manager.view().cluster().targets())
                .extracting(Target::label)
                .containsExactly("MGS", "lfs-MDT0000", "lfs-OST0000");
        assertThat(manager.view().cluster().targets())
                .allMatch(Target::immutableState)
                .allMatch(target -> target.state() == TargetState.MOUNTED && target.activeHost() != null)
                .allMatch(target -> target.mounts().size() == 2);
        assertThat(manager.view().availableTransitions(filesystem().id()))
                .extracting(AvailableTransition::state)
                .containsExactly("forgotten");
    }

    @Test
    void isLearntOnce() {
        detect();

        assertThat(log(detect())).endsWith("Nothing new was found");

        assertThat(manager.view().cluster().targets()).hasSize(3);
        assertThat(manager.view().cluster().filesystems()).hasSize(1);
    }

    @Test
    void isFollowedInReports() {
        detect();
        Target ost = manager.view().cluster().targets().stream()
                .filter(target -> target.label().equals("lfs-OST0000"))
                .findFirst()
                .orElseThrow();
        long server = Optional.ofNullable(ost.activeHost()).orElseThrow().number();

        manager.reports()
                .accept(
                        server,
                        Instant.now().plusSeconds(1),
                        Map.of("lustre-targets", Observation.ofFacts(List.of(new MountedTargetsFact(List.of())))),
                        Map.of());

        manager.until(
                "the filesystem is not available any more", () -> filesystem().state() != FilesystemState.AVAILABLE);
    }

    @Test
    void isForgottenAgainWithoutTouchingIt() {
        detect();
        List<String> before = manager.agents().done();

        Command command = manager.await(manager.state()
                .setStates(List.of(new Wanted(filesystem().id(), "forgotten")), "admin")
                .orElseThrow());

        assertThat(command.outcome()).as(manager.jobsOf(command)).isEqualTo(Outcome.SUCCEEDED);
        assertThat(manager.view().cluster().filesystems()).isEmpty();
        assertThat(manager.view().cluster().targets()).extracting(Target::label).containsExactly("MGS");
        assertThat(manager.agents().done()).isEqualTo(before);
        assertThat(manager.agents().running()).hasSize(3);

        assertThat(log(detect()))
                .contains("Found filesystem lfs with 1 MDT and 1 OST")
                .doesNotContain("Found the MGT");
    }

    @Test
    void isNeverRewritten() {
        detect();

        assertThatThrownBy(() -> run("UpdateNidsJob", Map.of()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("Chroma manages no target on these servers");
        assertThat(manager.agents().running()).hasSize(3);
    }

    @Test
    void leavesNoAlertBehindWhereItIsForgottenAwayFromItsPrimaryServer() {
        detect();
        Target ost = manager.view().cluster().targets().stream()
                .filter(target -> target.label().equals("lfs-OST0000"))
                .findFirst()
                .orElseThrow();
        manager.reports()
                .accept(
                        ost.failoverMounts().get(0).host().number(),
                        Instant.now().plusSeconds(1),
                        Map.of(
                                "lustre-targets",
                                Observation.ofFacts(List.of(
                                        new MountedTargetsFact(List.of(new MountedTargetsFact.MountedTarget(
                                                Optional.ofNullable(ost.uuid()).orElseThrow(),
                                                ost.label(),
                                                "/dev/disk3",
                                                "/mnt/ost",
                                                Map.of())))))),
                        Map.of());
        manager.until("the failover is noticed", () -> failovers() == 1);

        manager.await(manager.state()
                .setStates(List.of(new Wanted(filesystem().id(), "forgotten")), "admin")
                .orElseThrow());

        assertThat(failovers()).isZero();
    }

    private long failovers() {
        return manager.view().alerts().stream()
                .filter(alert -> alert.active() && alert.type().equals(AlertType.TARGET_FAILOVER))
                .count();
    }

    @Test
    void isNotLearntByHalvesWhereAServerDoesNotAnswer() {
        servers = manager.addServers(2, 3);
        manager.agents().fail("s2", DetectScan.class, "blkid: command not found");

        Command command = detect();

        assertThat(command.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(manager.jobsOf(command))
                .contains("FAILED Detect filesystems on s1.example.com, s2.example.com: blkid: command not found");
        assertThat(log(command)).endsWith("Searching s2.example.com");
        assertThat(manager.view().cluster().targets()).isEmpty();
    }

    @Test
    void needsServers() {
        assertThatThrownBy(() -> run("DetectTargetsJob", Map.of()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("There are no servers to search");
    }
}
