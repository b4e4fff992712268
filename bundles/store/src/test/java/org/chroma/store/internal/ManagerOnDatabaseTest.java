package org.chroma.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.chroma.core.Command;
import org.chroma.core.Command.Outcome;
import org.chroma.core.JobState;
import org.chroma.core.StateManager.FilesystemRequest;
import org.chroma.core.StateManager.MgtChoice;
import org.chroma.core.StateManager.Wanted;
import org.chroma.core.testing.FakeAgents;
import org.chroma.core.testing.TestManager;
import org.chroma.model.FilesystemState;
import org.chroma.model.action.StartTarget;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole core on a real database: what it did and what it was doing survives its end. */
class ManagerOnDatabaseTest {
    @TempDir
    Path folder = Path.of("");

    private final FakeAgents agents = new FakeAgents();

    @ParameterizedTest
    @EnumSource
    void aFilesystemOutlivesTheManager(Databases kind) throws Exception {
        try (TestDatabase database = kind.open(folder)) {
            List<String> before;
            try (TestManager manager = new TestManager(new JpaDataStore(database.database()), agents)) {
                manager.addServers(2, 4);
                Command command = manager.await(create(manager));
                assertThat(command.outcome()).as(manager.jobsOf(command)).isEqualTo(Outcome.SUCCEEDED);
                manager.awaitIdle();
                before = everything(manager);
            }
            try (TestManager manager = new TestManager(new JpaDataStore(database.database()), agents)) {
                manager.awaitIdle();
                assertThat(everything(manager)).isEqualTo(before);
                var lfs = manager.view().cluster().filesystems().iterator().next();
                assertThat(manager.view().confParams(lfs.id())).isEqualTo(Map.of("sys.timeout", "50"));
                Command removal = manager.await(manager.state()
                        .setStates(List.of(new Wanted(lfs.id(), "removed")), "admin")
                        .orElseThrow());
                assertThat(removal.outcome()).as(manager.jobsOf(removal)).isEqualTo(Outcome.SUCCEEDED);
            }
            try (TestManager manager = new TestManager(new JpaDataStore(database.database()), agents)) {
                assertThat(manager.view().cluster().filesystems()).isEmpty();
                assertThat(manager.view().cluster().targets()).hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatWasInterruptedGoesOn(Databases kind) throws Exception {
        try (TestDatabase database = kind.open(folder)) {
            try (TestManager manager = new TestManager(new JpaDataStore(database.database()), agents)) {
                manager.addServers(2, 4);
                agents.hang("s1", StartTarget.class);
                agents.hang("s2", StartTarget.class);
                Command command = create(manager);
                manager.until("a target starts", () -> manager.jobsOf(command).contains("RUNNING Start MGT"));
            }
            agents.heal("s1", StartTarget.class);
            agents.heal("s2", StartTarget.class);
            try (TestManager manager = new TestManager(new JpaDataStore(database.database()), agents)) {
                manager.awaitIdle();
                assertThat(manager.view().cluster().filesystems())
                        .extracting(filesystem -> filesystem.state())
                        .containsExactly(FilesystemState.AVAILABLE);
                assertThat(manager.view().jobs()).allMatch(job -> job.state() == JobState.SUCCEEDED);
                assertThat(manager.view().commands()).allMatch(Command::complete);
            }
        }
    }

    private static Command create(TestManager manager) {
        return manager.state()
                .createFilesystem(
                        new FilesystemRequest(
                                "lfs",
                                new MgtChoice(null, manager.volume(1).id(), null),
                                List.of(manager.on(2)),
                                List.of(manager.on(3), manager.on(4)),
                                Map.of("sys.timeout", "50")),
                        "admin")
                .command()
                .orElseThrow();
    }

    private static List<String> everything(TestManager manager) {
        return Stream.of(
                        manager.view().cluster().objects().map(object -> object.id() + " " + object.state()),
                        manager.view().cluster().targets().stream().map(Object::toString),
                        manager.view().cluster().volumes().stream().map(Object::toString),
                        manager.view().commands().stream().map(Object::toString),
                        manager.view().jobs().stream().map(Object::toString))
                .flatMap(all -> all)
                .map(text -> text.replaceAll("(\\.\\d{6})\\d+Z", "$1Z"))
                .toList();
    }
}
