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

        /** Somebody who is about to be added: without an id, and allowed to log in. */
        public static User fresh(String username, String passwordHash, Set<String> groups, Instant now) {
            return new User(0, username, "", "", "", passwordHash, groups, Set.of(), true, now);
        }

        /** The same with the id under which it is kept. */
        public User numbered(long itsId) {
            return with(itsId, firstName, lastName, email, passwordHash, groups, active);
        }

        /** What people know the user by. */
        public User introduced(String first, String last, String mail) {
            return with(id, first, last, mail, passwordHash, groups, active);
        }

        public User withPassword(String hash) {
            return with(id, firstName, lastName, email, hash, groups, active);
        }

        /** What the user may do, and whether the user may log in at all. */
        public User allowed(Set<String> itsGroups, boolean mayLogIn) {
            return with(id, firstName, lastName, email, passwordHash, itsGroups, mayLogIn);
        }

        private User with(
                long itsId,
                String first,
                String last,
                String mail,
                String hash,
                Set<String> itsGroups,
                boolean mayLogIn) {
            return new User(itsId, username, first, last, mail, hash, itsGroups, alertTypes, mayLogIn, createdAt);
        }

        /** Without the hash. */
        @Override
        public String toString() {
            return "User[id=" + id + ", username=" + username + ", groups=" + groups + "]";
        }
    }
}
