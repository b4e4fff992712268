package org.chroma.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.chroma.store.internal.Records.T0;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.chroma.core.Changes;
import org.chroma.core.Command;
import org.chroma.core.Job;
import org.chroma.core.JobState;
import org.chroma.core.StepResult;
import org.chroma.core.port.DataStore;
import org.chroma.core.port.DataStore.Contents;
import org.chroma.core.testing.InMemoryDataStore;
import org.chroma.model.HostState;
import org.chroma.model.TargetState;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DataStoreContractTest {
    @TempDir
    Path folder = Path.of("");

    private interface Test {
        void run(DataStore store) throws Exception;
    }

    /** What has to keep the contract: the tests' own store as well, or they would prove nothing of the others. */
    private enum Stores {
        MEMORY,
        DERBY,
        POSTGRESQL
    }

    private void on(Stores kind, Test test) throws Exception {
        if (kind == Stores.MEMORY) {
            test.run(new InMemoryDataStore());
        } else {
            on(Databases.valueOf(kind.name()), test);
        }
    }

    private void on(Databases kind, Test test) throws Exception {
        try (TestDatabase database = kind.open(folder)) {
            test.run(new JpaDataStore(database.database()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void givesBackWhatItWasGiven(Stores kind) throws Exception {
        on(kind, store -> {
            Changes all = new Changes(
                    List.of(Records.host(1, HostState.LNET_UP), Records.host(2, HostState.UNCONFIGURED)),
                    List.of(Records.lnet(1), Records.lnet(2)),
                    List.of(Records.volume(7), Records.volume(8)),
                    List.of(),
                    List.of(Records.mgt(1, TargetState.MOUNTED), Records.ost(2, 1)),
                    List.of(Records.filesystem(1)),
                    List.of(Records.param("sys.timeout", "20", 1), Records.param("sys.timeout", null, 2)),
                    List.of(Records.resource(1, "sda")),
                    List.of(),
                    List.of(Records.alert(1, true), Records.alert(2, false)),
                    List.of(Records.command(1, false, T0, 1L, 2L)),
                    List.of(Records.job(1, JobState.RUNNING, T0), Records.job(2, JobState.PENDING, T0)),
                    List.of(Records.step(1, 1, "mounting\n")));

            store.commit(all);
            Contents contents = store.load();

            assertThat(contents.hosts()).isEqualTo(all.hosts());
            assertThat(contents.lnetConfigurations()).isEqualTo(all.lnetConfigurations());
            assertThat(contents.volumes()).isEqualTo(all.volumes());
            assertThat(contents.targets()).isEqualTo(all.targets());
            assertThat(contents.filesystems()).isEqualTo(all.filesystems());
            assertThat(contents.confParams()).isEqualTo(all.confParams());
            assertThat(contents.resources()).isEqualTo(all.resources());
            assertThat(contents.alerts()).isEqualTo(all.alerts());
            assertThat(contents.commands()).isEqualTo(all.commands());
            assertThat(contents.jobs()).isEqualTo(all.jobs());
            assertThat(contents.steps()).isEqualTo(all.steps());
        });
    }

    @ParameterizedTest
    @EnumSource
    void replacesAndRemoves(Stores kind) throws Exception {
        on(kind, store -> {
            store.commit(Records.hosts(Records.host(1, HostState.LNET_UP), Records.host(2, HostState.LNET_UP)));
            store.commit(Records.hosts(Records.host(1, HostState.LNET_DOWN), Records.host(2, HostState.REMOVED)));
            store.commit(Records.resources(List.of(Records.resource(1, "a"), Records.resource(2, "b")), List.of()));
            store.commit(Records.resources(List.of(Records.resource(1, "c")), List.of(Records.key(2))));

            Contents contents = store.load();

            assertThat(contents.hosts()).containsExactly(Records.host(1, HostState.LNET_DOWN));
            assertThat(contents.resources()).containsExactly(Records.resource(1, "c"));
        });
    }

    @ParameterizedTest
    @EnumSource
    void takesThousandsOfJobsAtOnce(Stores kind) throws Exception {
        on(kind, store -> {
            List<Job> jobs = LongStream.rangeClosed(1, 4_000)
                    .mapToObj(id -> Records.job(id, JobState.PENDING, T0))
                    .toList();
            List<Job> done = jobs.stream()
                    .map(job -> Records.job(job.id(), JobState.SUCCEEDED, T0))
                    .toList();

            store.commit(Records.jobs(List.of(), jobs, List.of()));
            store.commit(Records.jobs(List.of(), done, List.of()));

            assertThat(store.load().jobs()).isEqualTo(done);
        });
    }

    @ParameterizedTest
    @EnumSource
    void writesAllOrNothing(Databases kind) throws Exception {
        on(kind, store -> {
            // Deleting a volume sends what precedes it to the database; the resource after it cannot be written.
            Changes broken = new Changes(
                    List.of(Records.host(1, HostState.LNET_UP)),
                    List.of(),
                    List.of(Records.volume(1)),
                    List.of(99L),
                    List.of(),
                    List.of(),
                    List.of(Records.param("sys.timeout", "20", 1)),
                    List.of(Records.unwritableResource(1)),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of());

            assertThatThrownBy(() -> store.commit(broken)).isInstanceOf(RuntimeException.class);

            Contents contents = store.load();
            assertThat(contents.hosts()).isEmpty();
            assertThat(contents.volumes()).isEmpty();
            assertThat(contents.confParams()).isEmpty();
            assertThat(contents.resources()).isEmpty();
            store.commit(Records.hosts(Records.host(1, HostState.LNET_UP)));
            assertThat(store.load().hosts()).hasSize(1);
        });
    }

    @ParameterizedTest
    @EnumSource
    void addsConsoleTextUntilTheStepIsWrittenAgain(Databases kind) throws Exception {
        on(kind, store -> {
            store.commit(Records.jobs(List.of(), List.of(), List.of(Records.step(1, 1, "one "))));
            store.appendConsole(1, "two ");
            store.appendConsole(1, "three\u0000");

            assertThat(store.load().steps()).extracting(StepResult::console).containsExactly("one two three\uFFFD");

            store.commit(Records.jobs(List.of(), List.of(), List.of(Records.step(1, 1, "one two three four"))));

            assertThat(store.load().steps()).extracting(StepResult::console).containsExactly("one two three four");
        });
    }

    @ParameterizedTest
    @EnumSource
    void neverGivesANumberTwice(Databases kind) throws Exception {
        try (TestDatabase database = kind.open(folder)) {
            Set<Long> given = new HashSet<>();
            long last = 0;
            for (int restart = 0; restart < 3; restart++) {
                JpaDataStore store = new JpaDataStore(database.database());
                for (int i = 0; i < 120; i++) {
                    long id = store.nextId("job");
                    assertThat(id).isGreaterThan(last);
                    assertThat(given.add(id)).isTrue();
                    last = id;
                }
            }
            assertThat(new JpaDataStore(database.database()).nextId("host")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void prunesWhatIsCompleteAndOld(Stores kind) throws Exception {
        on(kind, store -> {
            store.commit(Records.jobs(
                    List.of(
                            Records.command(1, true, T0, 1L),
                            Records.command(2, false, T0, 2L, 3L),
                            Records.command(3, true, T0, 4L),
                            Records.command(4, true, T0),
                            Records.command(5, true, T0, 1L, 4L)),
                    List.of(
                            Records.job(1, JobState.FAILED, T0),
                            Records.job(2, JobState.SUCCEEDED, T0),
                            Records.job(3, JobState.RUNNING, T0),
                            Records.job(4, JobState.CANCELLED, T0.plusSeconds(100)),
                            Records.job(5, JobState.NOT_RUN, T0)),
                    List.of(Records.step(1, 1, ""), Records.step(2, 2, ""), Records.step(3, 5, ""))));
            store.appendConsole(3, "old");
            store.commit(Records.alerts(Records.alert(1, true), Records.alert(2, false)));

            DataStore.Pruned pruned = store.prune(T0.plusSeconds(60));

            Contents contents = store.load();
            assertThat(contents.commands()).extracting(Command::id).containsExactly(2L, 3L, 5L);
            assertThat(contents.jobs()).extracting(Job::id).containsExactly(1L, 2L, 3L, 4L);
            assertThat(contents.steps()).extracting(StepResult::id).containsExactly(1L, 2L);
            assertThat(contents.alerts()).containsExactly(Records.alert(1, true));
            assertThat(pruned).isEqualTo(new DataStore.Pruned(Set.of(2L), Set.of(1L, 4L), Set.of(5L)));
            assertThat(store.prune(T0.plusSeconds(60))).isEqualTo(new DataStore.Pruned(Set.of(), Set.of(), Set.of()));
        });
    }

    /** Rows as versions before the second migration wrote them. */
    @ParameterizedTest
    @EnumSource
    void rowsOfEarlierVersionsGetTheirColumns(Databases kind) throws Exception {
        try (TestDatabase database = kind.open(folder)) {
            database.execute(
                    "insert into alert (id, data) values (1, '%s')".formatted(Documents.write(Records.alert(1, true))));
            database.execute("insert into alert (id, data) values (2, '%s')"
                    .formatted(Documents.write(Records.alert(2, false))));
            database.execute("insert into command (id, done_at, data) values (1, %d, '%s')"
                    .formatted(T0.toEpochMilli(), Documents.write(Records.command(1, true, T0, 1L))));
            database.execute("insert into command_job (command, job) values (1, 1)");
            database.execute("insert into job (id, done_at, data) values (1, %d, '%s')"
                    .formatted(T0.toEpochMilli(), Documents.write(Records.job(1, JobState.FAILED, T0))));

            JpaDataStore store = new JpaDataStore(database.database());

            String columns = database.database().call(entityManager -> {
                AlertRow alert = entityManager.find(AlertRow.class, 1L);
                CommandRow command = entityManager.find(CommandRow.class, 1L);
                JobRow job = entityManager.find(JobRow.class, 1L);
                return String.join(
                        " ",
                        alert.type,
                        alert.severity,
                        alert.subject.kind + alert.subject.number,
                        command.user,
                        command.outcome,
                        job.className,
                        job.state,
                        job.subject.kind + job.subject.number);
            });
            assertThat(columns)
                    .isEqualTo("HostContactAlert WARNING host1 admin SUCCEEDED StartTargetJob FAILED target1");
            assertThat(store.prune(T0.plusSeconds(1)))
                    .isEqualTo(new DataStore.Pruned(Set.of(2L), Set.of(1L), Set.of(1L)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesADatabaseOfANewerChroma(Databases kind) throws Exception {
        try (TestDatabase database = kind.open(folder)) {
            database.execute("insert into schema_migration values (9999, 'future')");

            assertThatThrownBy(database::migrate).hasMessageContaining("newer version");
        }
    }
}
