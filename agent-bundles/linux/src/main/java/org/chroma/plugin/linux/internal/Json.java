package org.chroma.plugin.linux.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.chroma.spi.Output;

/** Reads the JSON that a program printed. */
final class Json {
    private static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}

    static JsonNode of(Output output) throws IOException {
        try {
            return MAPPER.readTree(output.expectSuccess().stdout());
        } catch (JsonProcessingException e) {
            throw new IOException(
                    "cannot parse the output of %s: %s"
                            .formatted(output.command().get(0), e.getOriginalMessage()),
                    e);
        }
    }

    /** Text of a field; empty where it is missing or null. */
    static String text(JsonNode object, String field) {
        JsonNode value = object.path(field);
        return value.isMissingNode() || value.isNull() ? "" : value.asText();
    }

    /** A number of bytes, which older versions print as text and LVM with a B behind it. */
    static long bytes(JsonNode object, String field) {
        String text = text(object, field).replaceFirst("B$", "");
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    /** True for true and, as older versions print it, for "1". */
    static boolean flag(JsonNode object, String field) {
        String text = text(object, field);
        return text.equals("true") || text.equals("1");
    }
}
