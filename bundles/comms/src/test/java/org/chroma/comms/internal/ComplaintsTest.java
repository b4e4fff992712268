package org.chroma.comms.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ComplaintsTest {
    private Instant now = Instant.EPOCH;

    private final Complaints complaints = new Complaints(((InstantSource) () -> now).withZone(ZoneOffset.UTC));

    @Test
    void eachFaultIsLoggedOnceAnHourWhereverItComesFrom() {
        assertThat(complaints.log("CN=oss1", "10.0.0.1", "/report 400", "sequence"))
                .isTrue();
        assertThat(complaints.log("CN=oss1", "10.0.0.2", "/report 400", "another"))
                .isFalse();
        assertThat(complaints.log("CN=oss1", "10.0.0.1", "/report 403", "revoked"))
                .isTrue();
        assertThat(complaints.log("CN=oss2", "10.0.0.1", "/report 400", "sequence"))
                .isTrue();
        now = now.plus(Duration.ofMinutes(61));
        assertThat(complaints.log("CN=oss1", "10.0.0.1", "/report 400", "sequence"))
                .isTrue();
    }

    @Test
    void strangersOfWhateverNumberSilenceNothingAboutAgents() {
        int logged = 0;
        for (int i = 0; i < 20_000; i++) {
            logged += complaints.logStranger("2001:db8::" + Integer.toHexString(i), "/report 401", "no") ? 1 : 0;
        }
        assertThat(logged).as("lines that strangers can cause in an hour").isEqualTo(1_000);
        assertThat(complaints.log("CN=oss1", "10.0.0.1", "/report 403", "revoked"))
                .isTrue();
        now = now.plus(Duration.ofMinutes(61));
        assertThat(complaints.logStranger("10.9.9.9", "/report 401", "no")).isTrue();
    }
}
