package org.chroma.api.internal.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PasswordsTest {
    private final Passwords passwords = new Passwords();

    @Test
    void knowsItsOwnHashes() {
        String kept = passwords.hash("correct horse");
        assertThat(kept).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").doesNotContain("correct");
        assertThat(passwords.matches("correct horse", kept)).isTrue();
        assertThat(passwords.matches("Correct horse", kept)).isFalse();
        assertThat(passwords.hash("correct horse")).isNotEqualTo(kept);
        assertThat(passwords.matches("x", "")).isFalse();
        assertThat(passwords.matches("x", "plain")).isFalse();
    }

    /** Made by the reference implementation: {@code echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1}. */
    @Test
    void knowsHashesOfOthers() {
        assertThat(passwords.matches(
                        "password",
                        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"))
                .isTrue();
    }
}
