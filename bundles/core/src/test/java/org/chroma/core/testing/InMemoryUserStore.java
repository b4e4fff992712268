package org.chroma.core.testing;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.chroma.core.InvalidRequestException;
import org.chroma.core.port.UserStore;

/** Users that are forgotten with the test. */
public final class InMemoryUserStore implements UserStore {
    private final Map<Long, User> users = new TreeMap<>();
    private long last;

    @Override
    public synchronized List<User> users() {
        return List.copyOf(users.values());
    }

    @Override
    public synchronized Optional<User> find(long id) {
        return Optional.ofNullable(users.get(id));
    }

    @Override
    public synchronized Optional<User> findByName(String username) {
        return users.values().stream()
                .filter(user -> user.username().equals(username))
                .findFirst();
    }

    @Override
    public synchronized User add(User user) {
        User added = user.numbered(last + 1);
        requireFree(added);
        last++;
        users.put(added.id(), added);
        return added;
    }

    @Override
    public synchronized void put(User user) {
        requireFree(user);
        users.replace(user.id(), user);
    }

    @Override
    public synchronized void remove(long id) {
        users.remove(id);
    }

    private void requireFree(User user) {
        if (findByName(user.username()).filter(other -> other.id() != user.id()).isPresent()) {
            throw new InvalidRequestException("username", "There is already a user with this name");
        }
    }
}
