package org.chroma.api.internal.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.time.Duration;
import javax.ws.rs.ClientErrorException;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.MultivaluedHashMap;
import org.junit.jupiter.api.Test;

class BodyReaderTest {
    private static final String JSON = "{\"username\": \"somebody who types\"}";

    private long now = Long.MAX_VALUE - 5; // the counter of a machine may run over

    private final BodyReader reader = new BodyReader(() -> now);

    private Body read(Duration eachByte) throws IOException {
        InputStream drip = new FilterInputStream(new ByteArrayInputStream(JSON.getBytes(UTF_8))) {
            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                now += eachByte.toNanos();
                return super.read(bytes, from, Math.min(1, length));
            }
        };
        return reader.readFrom(
                Body.class,
                Body.class,
                new Annotation[0],
                MediaType.APPLICATION_JSON_TYPE,
                new MultivaluedHashMap<>(),
                drip);
    }

    @Test
    void aBodyThatDripsIsTakenWhileItKeepsItsTime() throws Exception {
        assertThat(read(BodyReader.TIME.dividedBy(2L * JSON.length())).text("username"))
                .isEqualTo("somebody who types");
    }

    @Test
    void aBodyThatTakesLongerIsRefusedAndTheConnectionEnds() {
        assertThatThrownBy(() -> read(Duration.ofSeconds(3)))
                .isInstanceOfSatisfying(ClientErrorException.class, e -> {
                    assertThat(e.getResponse().getStatus()).isEqualTo(408);
                    assertThat(e.getResponse().getHeaderString("Connection")).isEqualTo("close");
                })
                .hasMessageContaining("too slowly");
    }
}
