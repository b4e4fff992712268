package org.chroma.store.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chroma.core.AlertType;
import org.chroma.core.Command;
import org.chroma.core.Command.Outcome;
import org.chroma.model.Filesystem;
import org.chroma.model.Host;
import org.chroma.model.LnetConfiguration;
import org.chroma.model.Target;
import org.chroma.state.Kind;
import org.chroma.state.ObjectId;

/**
 * Records as JSON text and back: their components, and nothing that follows from these. Ids of objects are text such as
 * {@code target/4}, times are ISO 8601. A field that a record does not have any more is passed over, so that an older
 * document stays readable.
 */
final class Documents {
    private static final Map<String, Kind<?>> KINDS = Stream.<Kind<?>>of(
                    Host.KIND, LnetConfiguration.KIND, Target.KIND, Filesystem.KIND)
            .collect(Collectors.toUnmodifiableMap(Kind::name, Function.identity()));

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .addModule(new JavaTimeModule())
            .addModule(new SimpleModule()
                    .addSerializer(new IdWriter())
                    .addDeserializer(ObjectId.class, new IdReader())
                    .addSerializer(AlertType.class, ToStringSerializer.instance)
                    .addDeserializer(AlertType.class, new AlertTypeReader()))
            .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .build();

    private Documents() {}

    static String write(Record document) {
        try {
            return MAPPER.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(
                    "Cannot be stored: " + document.getClass().getName(), e);
        }
    }

    static <T extends Record> T read(String json, Class<T> type) {
        try {
            return type == Command.class ? type.cast(command(json)) : MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("A stored " + type.getSimpleName() + " is not readable", e);
        }
    }

    /** Before its outcome was one word, a command had three answers to yes or no. */
    private static Command command(String json) throws JsonProcessingException {
        ObjectNode document = MAPPER.readValue(json, ObjectNode.class);
        if (!document.has("outcome")) {
            Outcome ended = document.path("errored").asBoolean()
                    ? Outcome.FAILED
                    : document.path("cancelled").asBoolean() ? Outcome.CANCELLED : Outcome.SUCCEEDED;
            boolean complete = document.path("complete").asBoolean();
            document.put("outcome", (complete ? ended : Outcome.UNFINISHED).name());
        }
        return MAPPER.treeToValue(document, Command.class);
    }

    private static final class AlertTypeReader extends StdDeserializer<AlertType> {
        AlertTypeReader() {
            super(AlertType.class);
        }

        @Override
        public AlertType deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return new AlertType(json.getText());
        }
    }

    private static final class IdWriter extends StdSerializer<ObjectId<?>> {
        IdWriter() {
            super(ObjectId.class, false);
        }

        @Override
        public void serialize(ObjectId<?> id, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(id.toString());
        }
    }

    @SuppressWarnings("rawtypes") // Jackson asks for the class, which has no type argument
    private static final class IdReader extends StdDeserializer<ObjectId> {
        IdReader() {
            super(ObjectId.class);
        }

        @Override
        public ObjectId<?> deserialize(JsonParser json, DeserializationContext context) throws IOException {
            String text = json.getText();
            int slash = text.indexOf('/');
            Kind<?> kind = KINDS.get(text.substring(0, Math.max(0, slash)));
            if (kind == null) {
                throw context.weirdStringException(text, ObjectId.class, "no such kind of object");
            }
            return kind.id(Long.parseLong(text.substring(slash + 1)));
        }
    }
}
