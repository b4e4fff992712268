package org.chroma.api.internal.web;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.concurrent.TimeoutException;
import javax.ws.rs.ClientErrorException;
import javax.ws.rs.Consumes;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.MultivaluedMap;
import javax.ws.rs.core.Response;
import javax.ws.rs.ext.MessageBodyReader;
import javax.ws.rs.ext.Provider;

/**
 * Reads what is sent as JSON, up to a size. The web server ends the reading of a body that takes too long: it holds a
 * thread.
 */
@Provider
@Consumes(MediaType.APPLICATION_JSON)
public final class BodyReader implements MessageBodyReader<Body> {
    /** Bytes of a body; more is refused. */
    public static final int LIMIT = 1 << 20;

    public static final String TOO_LARGE = "A request may have at most 1 MiB";

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
        try {
            return Body.read(new Limited(input));
        } catch (IOException e) {
            if (e.getCause() instanceof TimeoutException) {
                throw refused(Response.Status.REQUEST_TIMEOUT, "The request arrives too slowly");
            }
            throw e;
        }
    }

    private static ClientErrorException refused(Response.Status status, String why) {
        // What is left of the body is not read.
        return new ClientErrorException(
                why, Response.status(status).header("Connection", "close").build());
    }

    private static final class Limited extends FilterInputStream {
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
                left -= bytes;
                if (left < 0) {
                    throw refused(Response.Status.REQUEST_ENTITY_TOO_LARGE, TOO_LARGE);
                }
            }
            return result;
        }
    }
}
