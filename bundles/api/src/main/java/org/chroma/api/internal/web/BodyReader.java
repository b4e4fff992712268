package org.chroma.api.internal.web;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import javax.ws.rs.ClientErrorException;
import javax.ws.rs.Consumes;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.MultivaluedMap;
import javax.ws.rs.core.Response;
import javax.ws.rs.ext.MessageBodyReader;
import javax.ws.rs.ext.Provider;

/** Reads what is sent as JSON, up to a size. */
@Provider
@Consumes(MediaType.APPLICATION_JSON)
public final class BodyReader implements MessageBodyReader<Body> {
    /** Bytes of a body; more is refused. */
    static final int LIMIT = 1 << 20;

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
                    throw new ClientErrorException(
                            "A request may have at most 1 MiB", Response.Status.REQUEST_ENTITY_TOO_LARGE);
                }
            }
            return result;
        }
    }
}
