package org.chroma.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Set;
import org.chroma.core.InvalidRequestException;
import org.chroma.core.port.AgentCredentials.AgentCredential;
import org.chroma.core.port.UserStore.User;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SmallStoresContractTest {
    @TempDir
    Path folder = Path.of("");

    @ParameterizedTest
    @EnumSource
    void keepsCredentialsOfServers(Databases kind) throws Exception {
        try (TestDatabase database = kind.open(folder)) {
            JpaAgentCredentials credentials = new JpaAgentCredentials(database.database());
            AgentCredential first = new AgentCredential(3, "oss1.example", null, "oss1:22", "ssh-ed25519 AAAA");
            AgentCredential second = new AgentCredential(3, "oss1.example", "0f", "oss1:8222", "ssh-ed25519 BBBB");

            credentials.put(first);
            assertThat(credentials.find(3)).contains(first);
            credentials.put(second);
            assertThat(credentials.find(3)).contains(second);
            assertThat(credentials.findByFqdn("oss1.example")).contains(second);
            assertThat(credentials.findByFqdn("oss2.example")).isEmpty();

            credentials.remove(3);
            credentials.remove(3);
            assertThat(credentials.find(3)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsUsersWithDifferentNames(Databases kind) throws Exception {
        try (TestDatabase database = kind.open(folder)) {
            JpaUserStore users = new JpaUserStore(database.database());
            User ada = users.add(user(0, "ada", "hash"));
            User bob = users.add(user(0, "bob", "hash"));

            assertThat(users.users()).containsExactly(ada, bob);
            assertThat(users.findByName("ada")).contains(ada);
            assertThatThrownBy(() -> users.add(user(0, "ada", "other"))).isInstanceOf(InvalidRequestException.class);
            assertThatThrownBy(() -> users.put(user(bob.id(), "ada", "other")))
                    .isInstanceOf(InvalidRequestException.class);

            users.put(user(ada.id(), "ada", "new"));
            users.put(user(99, "nobody", "new"));
            users.remove(bob.id());
            users.remove(bob.id());

            assertThat(users.users()).containsExactly(user(ada.id(), "ada", "new"));
            assertThat(users.find(ada.id())).contains(user(ada.id(), "ada", "new"));
            assertThat(users.find(bob.id())).isEmpty();
        }
    }

    private static User user(long id, String name, String hash) {
        return new User(
                id, name, "First", "Last", "a@example.org", hash, Set.of("superusers"), Set.of(), true, Records.T0);
    }
}
