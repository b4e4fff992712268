package org.chroma.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.persistence.EntityManager;
import org.chroma.core.ChromaException;
import org.chroma.model.HostState;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DatabaseTest {
    @TempDir
    Path folder = Path.of("");

    @ParameterizedTest
    @EnumSource
    void aDeadlockIsResolvedAndNobodyNotices(Databases kind) throws Exception {
        try (TestDatabase database = kind.open(folder)) {
            if (kind == Databases.DERBY) {
                database.execute("call syscs_util.syscs_set_database_property('derby.locks.deadlockTimeout', '1')");
            }
            new JpaDataStore(database.database())
                    .commit(Records.hosts(Records.host(1, HostState.LNET_UP), Records.host(2, HostState.LNET_UP)));
            CountDownLatch bothHoldOne = new CountDownLatch(2);
            AtomicInteger attempts = new AtomicInteger();

            CompletableFuture<?> other = CompletableFuture.runAsync(() -> swap(database, 1, 2, bothHoldOne, attempts));
            swap(database, 2, 1, bothHoldOne, attempts);
            other.get(60, TimeUnit.SECONDS);

            assertThat(attempts.get()).isGreaterThan(2);
            List<String> states = database.database()
                    .call(entityManager -> entityManager
                            .createQuery("select r.state from HostRow r order by r.id", String.class)
                            .getResultList());
            assertThat(states.get(0)).as("both rows are the later one's").isEqualTo(states.get(1));
        }
    }

    /** Writes one row, then the other; the first time only when another transaction holds the other one. */
    private static void swap(
            TestDatabase database, long first, long second, CountDownLatch bothHoldOne, AtomicInteger attempts) {
        database.database().write(entityManager -> {
            attempts.incrementAndGet();
            mark(entityManager, first, first);
            bothHoldOne.countDown();
            try {
                assertThat(bothHoldOne.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            mark(entityManager, second, first);
        });
    }

    private static void mark(EntityManager entityManager, long row, long by) {
        entityManager
                .createQuery("update HostRow r set r.state = :state where r.id = :id")
                .setParameter("state", "by " + by)
                .setParameter("id", row)
                .executeUpdate();
    }

    @ParameterizedTest
    @EnumSource
    void aStatementThatIsWrongIsTriedOnceAndItsStateIsNamed(Databases kind) throws Exception {
        try (TestDatabase database = kind.open(folder)) {
            AtomicInteger attempts = new AtomicInteger();
            assertThatThrownBy(() -> database.database().write(entityManager -> {
                        attempts.incrementAndGet();
                        entityManager
                                .createNativeQuery("select nothing from nowhere")
                                .getResultList();
                    }))
                    .isInstanceOf(ChromaException.class)
                    .hasMessageContaining("SQL state 42");
            assertThat(attempts).hasValue(1);
        }
    }
}
