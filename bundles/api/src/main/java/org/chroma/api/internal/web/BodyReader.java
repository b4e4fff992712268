package org.chroma.api.internal.web;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.function.LongSupplier;
import javax.ws.rs.ClientErrorException;
import javax.ws.rs.Consumes;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.MultivaluedMap;
import javax.ws.rs.core.Response;
import javax.ws.rs.ext.MessageBodyReader;
import javax.ws.rs.ext.Provider;

/** Reads what is sent as JSON, up to a size and for a time: reading holds a thread. */
@Provider
@Consumes(MediaType.APPLICATION_JSON)
public final class BodyReader implements MessageBodyReader<Body> {
    /** Bytes of a body; more is refused. */
    static final int LIMIT = 1 << 20;

    /** How long the whole of a body may take to arrive. */
    static final Duration TIME = Duration.ofSeconds(30);

    private final LongSupplier nanoTime;

    public BodyReader() {
        this(System::nanoTime);
    }

    /** @param nanoTime as {@link System#nanoTime()} */
    BodyReader(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public boolean isReadable(Class<?> type, Type generic, Annotation[] annotations, MediaType media) {
        return type == Body.class;
    }

    @Override
    public Body readFrom(
            Class<Body> type,
            Type generic,
            Annotation[] annotations,
            MediaType media,
            MultivaluedMap<String, String> headers,
            InputStream input)
            throws IOException {
        return Body.read(new Limited(input));
    }

    private final class Limited extends FilterInputStream {
        private final long begin = nanoTime.getAsLong();
        private int left = LIMIT;

        Limited(InputStream input) {
            super(input);
        }

        @Override
        public int read() throws IOException {
            return count(super.read(), 1);
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int number = super.read(bytes, from, length);
            return count(number, number);
        }

        private int count(int result, int bytes) {
            if (result >= 0) {
                if (nanoTime.getAsLong() - begin > TIME.toNanos()) {
                    throw new ClientErrorException(
                            "The request arrives too slowly: it has " + TIME.toSeconds() + " s",
                            Response.status(Response.Status.REQUEST_TIMEOUT)
                                    .header("Connection", "close")
                                    .build());
                }
                left -= bytes;
                if (left < 0) {
                    throw new ClientErrorException(
                            "A request may have at most 1 MiB", Response.Status.REQUEST_ENTITY_TOO_LARGE);
                }
            }
            return result;
        }
    }
}
