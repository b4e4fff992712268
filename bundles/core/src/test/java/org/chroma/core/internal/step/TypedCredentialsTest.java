package org.chroma.core.internal.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.chroma.core.Credentials;
import org.chroma.model.Host;
import org.chroma.model.HostState;
import org.junit.jupiter.api.Test;

class TypedCredentialsTest {
    private final TypedCredentials credentials = new TypedCredentials();

    @Test
    void theyGoWithTheServerHoweverItGoes() {
        Host host = Host.added(Host.KIND.id(1), "s1", Instant.EPOCH);
        Host other = Host.added(Host.KIND.id(2), "s2", Instant.EPOCH);
        credentials.keep(host.id(), new Credentials("secret", null, null));
        credentials.keep(other.id(), new Credentials("secret", null, null));

        credentials.reached(host);
        assertThat(credentials.of(host.id())).isNotNull();
        credentials.reached(host.inState(HostState.REMOVED, Instant.EPOCH));
        assertThat(credentials.of(host.id())).isNull();
        assertThat(credentials.of(other.id())).isNotNull();
    }
}
