package org.chroma.store.internal;

import java.util.function.Consumer;
import java.util.function.Function;
import javax.persistence.EntityManager;
import javax.persistence.EntityManagerFactory;
import javax.persistence.PersistenceException;
import javax.sql.DataSource;
import org.chroma.core.ChromaException;
import org.chroma.core.ErrorCode;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The one way to the database: hands an entity manager to a function, in a transaction that is on disk when the call returns
 * and undone when the function throws. The schema is up to date before the first call.
 */
@Component(service = Database.class)
public final class Database {
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
        EntityManager entityManager = entityManagers.createEntityManager();
        try {
            entityManager.getTransaction().begin();
            T result = work.apply(entityManager);
            entityManager.getTransaction().commit();
            return result;
        } catch (PersistenceException e) {
            // The message of the cause names the database's own problem; the outer one repeats the statement's values.
            Throwable cause = e.getCause() != null ? e.getCause() : e;
            throw new ChromaException(
                    ErrorCode.NOT_READY,
                    "The database failed: " + cause.getClass().getSimpleName(),
                    e);
        } finally {
            if (entityManager.getTransaction().isActive()) {
                entityManager.getTransaction().rollback();
            }
            entityManager.close();
        }
    }
}
