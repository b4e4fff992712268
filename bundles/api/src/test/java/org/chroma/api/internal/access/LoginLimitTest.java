package org.chroma.api.internal.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class LoginLimitTest {
    private Instant now = Instant.EPOCH;

    private final LoginLimit limit = new LoginLimit(((InstantSource) () -> now).withZone(ZoneOffset.UTC));

    @Test
    void refusesOneNameFromOneAddressForAWhile() {
        for (int i = 0; i < 10; i++) {
            assertThat(limit.allows("ada", "1.2.3.4")).isTrue();
            limit.failed("ada", "1.2.3.4");
        }
        assertThat(limit.allows("ada", "1.2.3.4")).isFalse();
        assertThat(limit.allows("ada", "5.6.7.8")).isTrue();
        assertThat(limit.allows("bob", "1.2.3.4")).isTrue();
        now = now.plusSeconds(301);
        assertThat(limit.allows("ada", "1.2.3.4")).isTrue();
    }

    @Test
    void refusesAnAddressThatTriesManyNames() {
        for (int i = 0; i < 50; i++) {
            limit.failed("user" + i, "1.2.3.4");
        }
        assertThat(limit.allows("ada", "1.2.3.4")).isFalse();
        assertThat(limit.allows("ada", "5.6.7.8")).isTrue();
    }

    @Test
    void forgetsFailuresOnSuccess() {
        for (int i = 0; i < 9; i++) {
            limit.failed("ada", "1.2.3.4");
        }
        limit.succeeded("ada", "1.2.3.4");
        limit.failed("ada", "1.2.3.4");
        assertThat(limit.allows("ada", "1.2.3.4")).isTrue();
    }
}
