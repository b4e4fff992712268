package org.chroma.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {
    @ParameterizedTest
    @CsvSource({
        "oss1, root, oss1, 22",
        "my_server, root, my_server, 22",
        "admin@oss1.example.com:2222, admin, oss1.example.com, 2222",
        "[fd00::1]:2222, root, fd00::1, 2222",
        "fe80::1, root, fe80::1, 22",
        "10.0.0.1, root, 10.0.0.1, 22"
    })
    void isUnderstood(String text, String user, String host, int port) {
        ServerAddress address = ServerAddress.require(text);
        assertThat(address).isEqualTo(new ServerAddress(user, host, port));
        assertThat(ServerAddress.require(user + "@" + address.hostAndPort())).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "@host", "a b", "oss1:0", "oss1:65536", "-oProxyCommand=reboot", "$(reboot)", "a@b@c"})
    void whatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> ServerAddress.require(text))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.errors()).containsOnlyKeys("address"));
    }

    @Test
    void whatIsTooLongIsRefused() {
        assertThat(ServerAddress.parse("a".repeat(256))).isEmpty();
    }
}
