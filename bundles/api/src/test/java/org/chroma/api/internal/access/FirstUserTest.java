package org.chroma.api.internal.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.chroma.core.port.UserStore.User;
import org.chroma.core.testing.InMemoryUserStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstUserTest {
    private final InMemoryUserStore users = new InMemoryUserStore();
    private final Passwords passwords = new Passwords();

    @TempDir
    Path folder = Path.of("");

    private FirstUser start(String given) {
        return new FirstUser(users, passwords, given, folder);
    }

    @Test
    void takesTheGivenPassword() {
        assertThat(start("given word")).isNotNull();
        User admin = users.findByName("admin").orElseThrow();
        assertThat(passwords.matches("given word", admin.passwordHash())).isTrue();
        assertThat(admin.groups()).containsExactly("superusers");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void makesOneUpThatOnlyTheOwnerCanRead() throws Exception {
        assertThat(start("")).isNotNull();
        Path file = folder.resolve("keys").resolve("admin.password");
        String password = Files.readString(file).strip();
        assertThat(password).hasSizeGreaterThanOrEqualTo(20);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(passwords.matches(
                        password, users.findByName("admin").orElseThrow().passwordHash()))
                .isTrue();
    }

    @Test
    void leavesTheUsersThatThereAre() {
        assertThat(start("first")).isNotNull();
        assertThat(start("second")).isNotNull();
        assertThat(users.users()).hasSize(1);
        assertThat(passwords.matches("first", users.users().get(0).passwordHash()))
                .isTrue();
    }
}
