package org.chroma.protocol;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the records of one type that a plugin brought. It remembers nothing outside itself, so that the type
 * can be unloaded with its plugin.
 */
public final class RecordType<T> {
    private final String name;
    private final ObjectMapper mapper;
    private final ObjectReader reader;

    private RecordType(String name, Type type, boolean strict) {
        this.name = name;
        mapper = Mappers.create(strict);
        JavaType javaType = mapper.constructType(type);
        reader = mapper.readerFor(javaType);
    }

    /** For scans: fields that the record does not have are passed over. */
    public static <T extends Record> RecordType<T> tolerant(String name, Class<T> type) {
        return new RecordType<>(name, type, false);
    }

    /** For actions: fields that the record does not have are an error. */
    static <T> RecordType<T> strict(String name, Type type) {
        return new RecordType<>(name, type, true);
    }

    public T read(JsonNode json) throws ProtocolException {
        try {
            return present(reader.readValue(json));
        } catch (ProtocolException e) {
            throw e;
        } catch (IOException e) {
            throw Explanation.of(name, e);
        }
    }

    public T read(byte[] json) throws ProtocolException {
        try {
            return present(reader.readValue(json));
        } catch (ProtocolException e) {
            throw e;
        } catch (IOException e) {
            throw Explanation.of(name, e);
        }
    }

    private T present(@Nullable T value) throws ProtocolException {
        if (value == null) {
            throw new ProtocolException(name + " is empty");
        }
        return value;
    }

    /**
     * The record as JSON.
     *
     * @throws ProtocolException where it is not made of what messages can carry
     */
    public JsonNode write(T value) throws ProtocolException {
        try {
            return mapper.valueToTree(value);
        } catch (IllegalArgumentException e) {
            throw new ProtocolException(name + " cannot be written as JSON: " + e.getMessage(), e);
        }
    }

    /** The record as UTF-8. */
    public byte[] writeBytes(T value) throws ProtocolException {
        try {
            return mapper.writeValueAsBytes(value);
        } catch (IOException e) {
            throw Explanation.of(name, e);
        }
    }
}
