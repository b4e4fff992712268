package org.chroma.store.internal;

import java.util.List;
import java.util.Optional;
import javax.persistence.EntityManager;
import org.chroma.core.InvalidRequestException;
import org.chroma.core.port.UserStore;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Keeps users as rows. */
@Component
public final class JpaUserStore implements UserStore {
    private static final Aggregate<User, UserRow> USERS = new Aggregate<>(
            User.class, UserRow.class, UserRow::new, User::id, (row, user) -> row.username = user.username());

    private final Database database;
    private final Sequences sequences;

    @Activate
    public JpaUserStore(@Reference Database database) {
        this.database = database;
        this.sequences = new Sequences(database);
    }

    @Override
    public List<User> users() {
        return database.call(entityManager -> USERS.load(entityManager, ""));
    }

    @Override
    public Optional<User> find(long id) {
        return database.call(entityManager -> Optional.ofNullable(entityManager.find(UserRow.class, id))
                .map(row -> Documents.read(row.data, User.class)));
    }

    @Override
    public Optional<User> findByName(String username) {
        return database.call(
                entityManager -> row(entityManager, username).map(row -> Documents.read(row.data, User.class)));
    }

    @Override
    public synchronized User add(User user) {
        User added = user.numbered(sequences.next("user"));
        database.write(entityManager -> {
            requireFree(entityManager, added);
            USERS.put(entityManager, List.of(added));
        });
        return added;
    }

    @Override
    public synchronized void put(User user) {
        database.write(entityManager -> {
            requireFree(entityManager, user);
            if (entityManager.find(UserRow.class, user.id()) != null) {
                USERS.put(entityManager, List.of(user));
            }
        });
    }

    @Override
    public void remove(long id) {
        database.write(entityManager -> USERS.delete(entityManager, "r.id in :keys", List.of(id)));
    }

    private static void requireFree(EntityManager entityManager, User user) {
        if (row(entityManager, user.username())
                .filter(row -> row.id != user.id())
                .isPresent()) {
            throw new InvalidRequestException("username", "There is already a user with this name");
        }
    }

    private static Optional<UserRow> row(EntityManager entityManager, String username) {
        return entityManager
                .createQuery("select r from UserRow r where r.username = :username", UserRow.class)
                .setParameter("username", username)
                .getResultStream()
                .findFirst();
    }
}
