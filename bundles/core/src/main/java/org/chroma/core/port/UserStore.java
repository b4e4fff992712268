package org.chroma.core.port;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.chroma.core.InvalidRequestException;

/** Keeps who may log in. */
public interface UserStore {

    /** All users, by id. */
    List<User> users();

    Optional<User> find(long id);

    Optional<User> findByName(String username);

    /**
     * Keeps a new user.
     *
     * @param user its id is not looked at
     * @return the same with an id of its own: positive, never reused
     * @throws InvalidRequestException where the name is taken
     */
    User add(User user);

    /**
     * Replaces what is known of the user with this id; does nothing where there is none.
     *
     * @throws InvalidRequestException where another user has the name
     */
    void put(User user);

    /** Forgets the user; does nothing where there is none. */
    void remove(long id);

    /**
     * Somebody who may log in.
     *
     * @param username 1 to 255 characters, unique, case counts
     * @param passwordHash Argon2id in its usual text form
     * @param groups {@code superusers}, {@code filesystem_administrators} or {@code filesystem_users}
     * @param alertTypes names of the alerts that the user gets mail about
     * @param active false where the user may not log in
     */
    record User(
            long id,
            String username,
            String firstName,
            String lastName,
            String email,
            String passwordHash,
            Set<String> groups,
            Set<String> alertTypes,
            boolean active,
            Instant createdAt) {

        public User {
            groups = Set.copyOf(groups);
            alertTypes = Set.copyOf(alertTypes);
        }

        /** Without the hash. */
        @Override
        public String toString() {
            return "User[id=" + id + ", username=" + username + ", groups=" + groups + "]";
        }
    }
}
