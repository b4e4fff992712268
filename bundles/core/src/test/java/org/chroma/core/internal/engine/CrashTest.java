package org.chroma.core.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.chroma.core.ChromaException;
import org.chroma.core.Command;
import org.chroma.core.StateManager.FilesystemRequest;
import org.chroma.core.StateManager.MgtChoice;
import org.chroma.core.StateManager.Wanted;
import org.chroma.core.StepResult;
import org.chroma.core.testing.FakeAgents;
import org.chroma.core.testing.InMemoryDataStore;
import org.chroma.core.testing.TestManager;
import org.chroma.model.Filesystem;
import org.chroma.model.FilesystemState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A manager is killed after any number of commits of a filesystem's creation, and another one takes over. */
class CrashTest {
    private final InMemoryDataStore store = new InMemoryDataStore();
    private final FakeAgents agents = new FakeAgents();

    @ParameterizedTest(name = "killed after {0} commits")
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32, 34, 36, 38, 40})
    void everythingIsFinishedAfterARestart(int commits) {
        try (TestManager first = new TestManager(store, agents)) {
            first.addServers(2, 4);
            first.awaitIdle();
            store.dieAfter(commits);
            try {
                first.state().createFilesystem(request(first), "admin");
                first.until(
                        "it is dead or done",
                        () -> store.isDead() || first.view().commands().stream().allMatch(Command::complete));
            } catch (ChromaException refused) {
                assertThat(store.isDead()).isTrue();
            }
        }
        store.revive();
        try (TestManager second = new TestManager(store, agents)) {
            second.awaitIdle();
            Filesystem filesystem =
                    second.view().cluster().filesystems().iterator().next();

            assertThat(second.view().commands()).allMatch(Command::complete);
            assertThat(second.view().cluster().objects())
                    .allSatisfy(object ->
                            assertThat(second.view().jobsOn(object.id())).isEmpty());
            assertThat(filesystem.state()).as(second.jobs()).isEqualTo(FilesystemState.AVAILABLE);
            assertThat(second.state().setStates(List.of(new Wanted(filesystem.id(), "available")), "admin"))
                    .isEmpty();
            completedStepsRanOnce(second);
        }
    }

    private static void completedStepsRanOnce(TestManager manager) {
        manager.view()
                .jobs()
                .forEach(job -> assertThat(manager.view().steps(job.id()).stream()
                                .filter(step -> step.state() == StepResult.State.SUCCESS)
                                .map(StepResult::index))
                        .doesNotHaveDuplicates());
    }

    private static FilesystemRequest request(TestManager manager) {
        return new FilesystemRequest(
                "lfs",
                new MgtChoice(null, manager.volume(1).id(), null),
                List.of(manager.on(2)),
                List.of(manager.on(3), manager.on(4)),
                null);
    }
}
