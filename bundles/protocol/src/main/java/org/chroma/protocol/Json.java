package org.chroma.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The JSON of this package's messages. Fields that the reader does not know are passed over, so that an older side
 * understands a newer one. For the records of plugins, which come and go, see {@link RecordType}.
 */
public final class Json {
    private static final ObjectMapper MAPPER = Mappers.create(false);

    private Json() {}

    /** Reads a message from UTF-8. */
    public static <T extends Record> T read(byte[] json, Class<T> type) throws ProtocolException {
        try {
            T message = MAPPER.readValue(json, type);
            if (message == null) {
                throw new ProtocolException(type.getSimpleName() + " is empty");
            }
            return message;
        } catch (ProtocolException e) {
            throw e;
        } catch (IOException e) {
            throw Explanation.of(type.getSimpleName(), e);
        }
    }

    /** A message as UTF-8. */
    public static byte[] write(Record message) {
        try {
            return MAPPER.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(
                    "Cannot be written as JSON: " + message.getClass().getName(), e);
        }
    }
}
