package org.chroma.store.internal;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.persistence.EntityManager;
import javax.persistence.EntityManagerFactory;
import javax.persistence.PersistenceException;
import javax.sql.DataSource;
import org.chroma.core.ChromaException;
import org.chroma.core.ErrorCode;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way to the database: hands an entity manager to a function, in a transaction that is on disk when the call
 * returns and undone when the function throws. The schema is up to date before the first call.
 *
 * <p>A function may be called several times: databases end a transaction that is in another's way and expect it to be
 * tried again. So it must not change anything but through its entity manager.
 */
@Component(service = Database.class)
public final class Database {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final int ATTEMPTS = 5;

    private final EntityManagerFactory entityManagers;

    @Activate
    public Database(
            @Reference(target = "(osgi.jndi.service.name=chroma)") DataSource dataSource,
            @Reference(target = "(osgi.unit.name=chroma)") EntityManagerFactory entityManagers) {
        new Migrations(dataSource).run();
        this.entityManagers = entityManagers;
    }

    void write(Consumer<EntityManager> work) {
        call(entityManager -> {
            work.accept(entityManager);
            return Boolean.TRUE;
        });
    }

    <T> T call(Function<EntityManager, T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return attempt(work);
            } catch (PersistenceException e) {
                SQLException reason = reason(e);
                String state = reason == null ? "" : String.valueOf(reason.getSQLState());
                if (attempt == ATTEMPTS || !mayPass(state)) {
                    LOG.warn("A transaction failed (SQL state {})", state, e);
                    throw new ChromaException(
                            ErrorCode.NOT_READY, "The database failed (SQL state %s)".formatted(state), e);
                }
                LOG.info("A transaction failed and will be retried (SQL state {}): {}", state, String.valueOf(reason));
                pause(attempt);
            }
        }
    }

    private <T> T attempt(Function<EntityManager, T> work) {
        EntityManager entityManager = entityManagers.createEntityManager();
        try {
            entityManager.getTransaction().begin();
            T result = work.apply(entityManager);
            entityManager.getTransaction().commit();
            return result;
        } finally {
            if (entityManager.getTransaction().isActive()) {
                entityManager.getTransaction().rollback();
            }
            entityManager.close();
        }
    }

    private static @Nullable SQLException reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException found) {
                return found;
            }
        }
        return null;
    }

    /**
     * Whether the same transaction may succeed later. It will not where the statement itself is wrong (class 42), a
     * value does not fit (22) or a constraint is violated (23); it may after a deadlock, a lost connection, or anything
     * else. Two that add the same row at once (23505) are no exception to that: the second attempt finds the row of the
     * other.
     */
    private static boolean mayPass(String state) {
        boolean violated = state.startsWith("23") && !state.equals("23505");
        return !violated && !state.startsWith("22") && !state.startsWith("42");
    }

    private static void pause(int attempt) {
        try {
            TimeUnit.MILLISECONDS.sleep(50L << attempt);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChromaException(ErrorCode.NOT_READY, "Interrupted while the database was unavailable", e);
        }
    }
}
