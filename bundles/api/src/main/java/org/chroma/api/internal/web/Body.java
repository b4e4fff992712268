package org.chroma.api.internal.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chroma.core.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that somebody sent. Its fields are asked for one by one; {@link #verify} then reports all that are
 * wrong at once, in the shape of the object, and those that nobody asked for.
 */
public final class Body {
    /** No text in a request is longer, apart from keys. */
    public static final int MAXIMUM_TEXT = 4_096;

    private static final int LONGEST_NAME = 255;

    /** So many fields that nobody knows are told of; an answer is not larger than what it answers. */
    private static final int MOST_UNKNOWN = 20;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(30)
                            .maxNumberLength(40)
                            .maxNameLength(1_000)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final ObjectNode json;
    private final Set<String> asked = new HashSet<>();
    private final Map<String, List<String>> errors = new LinkedHashMap<>();
    private final Map<String, Body> objects = new LinkedHashMap<>();
    private final Map<String, List<Body>> lists = new LinkedHashMap<>();

    private Body(ObjectNode json) {
        this.json = json;
    }

    /**
     * Reads a body.
     *
     * @throws InvalidRequestException where it is not one JSON object
     */
    public static Body read(InputStream input) throws IOException {
        try {
            JsonNode node = MAPPER.readTree(input);
            if (node instanceof ObjectNode object) {
                return new Body(object);
            }
        } catch (JsonProcessingException e) {
            throw new InvalidRequestException(InvalidRequestException.ALL, explain(e));
        }
        throw new InvalidRequestException(InvalidRequestException.ALL, "A JSON object is expected");
    }

    /** What is wrong, without the names of classes. */
    static String explain(JsonProcessingException problem) {
        return problem instanceof MismatchedInputException
                ? "Exactly one JSON object is expected"
                : "Not JSON: " + problem.getOriginalMessage().replaceAll(",? \\(?from `[^`]*`", "");
    }

    public boolean has(String field) {
        asked.add(field);
        return json.has(field);
    }

    public boolean isNull(String field) {
        return json.path(field).isNull();
    }

    /** Text, or null where the field is absent, null or wrong. */
    public @Nullable String text(String field) {
        return text(field, MAXIMUM_TEXT);
    }

    /** Text of a limited number of characters. */
    public @Nullable String text(String field, int maximum) {
        JsonNode value = value(field);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            error(field, "Text is expected");
            return null;
        }
        String text = value.asText();
        if (text.length() > maximum) {
            error(field, "At most " + maximum + " characters are allowed");
            return null;
        }
        if (text.indexOf('\0') >= 0) {
            error(field, "A character is not allowed");
            return null;
        }
        return text;
    }

    /** Text that must be there and not be blank. */
    public String requiredText(String field, int maximum) {
        String text = text(field, maximum);
        if (!errors.containsKey(field) && (text == null || text.isBlank())) {
            error(field, "This field is mandatory");
        }
        return text == null ? "" : text;
    }

    /** A whole number, also written as text; null where the field is absent, null or wrong. */
    public @Nullable Long integer(String field) {
        JsonNode value = value(field);
        if (value == null) {
            return null;
        }
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            return value.longValue();
        }
        if (value.isTextual() && value.asText().matches("-?[0-9]{1,18}")) {
            return Long.valueOf(value.asText());
        }
        error(field, "A whole number is expected");
        return null;
    }

    /**
     * The number of an object, given as such, as text, or as the object's address.
     *
     * @param kind of the object, as addresses name it
     */
    public @Nullable Long id(String field, String kind) {
        JsonNode value = value(field);
        if (value != null && value.isTextual() && value.asText().matches("/api/" + kind + "/[0-9]{1,18}/?")) {
            String[] parts = value.asText().split("/", -1);
            return Long.valueOf(parts[3]);
        }
        Long id = integer(field);
        if (id != null && id < 1) {
            error(field, "An id is expected");
            return null;
        }
        return id;
    }

    public @Nullable Boolean bool(String field) {
        JsonNode value = value(field);
        if (value == null) {
            return null;
        }
        if (!value.isBoolean()) {
            error(field, "true or false is expected");
            return null;
        }
        return value.booleanValue();
    }

    /** A nested object; null where the field is absent, null or wrong. */
    public @Nullable Body object(String field) {
        JsonNode value = value(field);
        if (value == null) {
            return null;
        }
        if (value instanceof ObjectNode object) {
            return objects.computeIfAbsent(field, name -> new Body(object));
        }
        error(field, "An object is expected");
        return null;
    }

    /** A list of objects; null where the field is absent, null or wrong. */
    public @Nullable List<Body> objects(String field) {
        JsonNode value = value(field);
        if (value == null) {
            return null;
        }
        List<Body> result = new ArrayList<>();
        for (JsonNode element : value) {
            if (element instanceof ObjectNode object) {
                result.add(new Body(object));
            }
        }
        if (!value.isArray() || result.size() != value.size()) {
            error(field, "A list of objects is expected");
            return null;
        }
        return lists.computeIfAbsent(field, name -> List.copyOf(result));
    }

    /** A list of texts; null where the field is absent, null or wrong. */
    public @Nullable List<String> texts(String field) {
        JsonNode value = value(field);
        if (value == null) {
            return null;
        }
        List<String> result = new ArrayList<>();
        for (JsonNode element : value) {
            if (element.isTextual() && element.asText().length() <= MAXIMUM_TEXT) {
                result.add(element.asText());
            }
        }
        if (!value.isArray() || result.size() != value.size()) {
            error(field, "A list of strings is expected");
            return null;
        }
        return result;
    }

    /** Names with texts or nulls; null where the field is absent, null or wrong. */
    public @Nullable Map<String, @Nullable String> textMap(String field) {
        Body object = object(field);
        if (object == null) {
            return null;
        }
        Map<String, @Nullable String> result = new LinkedHashMap<>();
        for (String name : object.names()) {
            result.put(name, object.text(name));
        }
        return result;
    }

    /** Whatever values a nested object has, as plain Java values; empty where the field is absent. */
    public Map<String, Object> values(String field) {
        JsonNode value = value(field);
        if (value == null) {
            return Map.of();
        }
        if (!value.isObject()) {
            error(field, "An object is expected");
            return Map.of();
        }
        Map<String, Object> result = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            if (!entry.getValue().isNull()) {
                result.put(entry.getKey(), MAPPER.convertValue(entry.getValue(), Object.class));
            }
        }
        return result;
    }

    /** Names in a list: texts, or objects with a field {@code name}; empty where the field is absent or wrong. */
    public List<String> names(String field) {
        List<String> result = new ArrayList<>();
        JsonNode value = value(field);
        if (value != null) {
            for (JsonNode element : value) {
                JsonNode name = element.isObject() ? element.path("name") : element;
                if (name.isTextual() && name.asText().length() <= LONGEST_NAME) {
                    result.add(name.asText());
                }
            }
            if (!value.isArray() || result.size() != value.size()) {
                error(field, "A list of names is expected");
            }
        }
        return result;
    }

    public List<String> names() {
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        return names;
    }

    public void error(String field, String message) {
        errors.computeIfAbsent(field, name -> new ArrayList<>()).add(message);
    }

    /** Accepts fields that are in every answer and that a caller may therefore send back; they change nothing. */
    public Body passingOver(Collection<String> fields) {
        asked.addAll(fields);
        return this;
    }

    /**
     * To be called when all fields were asked for.
     *
     * @throws InvalidRequestException with all that is wrong
     */
    public void verify() {
        Map<String, Object> all = allErrors();
        if (!all.isEmpty()) {
            throw new InvalidRequestException(all);
        }
    }

    private Map<String, Object> allErrors() {
        Map<String, Object> all = new LinkedHashMap<>();
        names().stream()
                .filter(name -> !asked.contains(name))
                .limit(MOST_UNKNOWN)
                .forEach(name -> error(name, "There is no such field"));
        objects.forEach((name, body) -> {
            Map<String, Object> nested = body.allErrors();
            if (!nested.isEmpty()) {
                all.put(name, nested);
            }
        });
        lists.forEach((name, bodies) -> {
            List<Map<String, Object>> nested =
                    bodies.stream().map(Body::allErrors).toList();
            if (nested.stream().anyMatch(one -> !one.isEmpty())) {
                all.put(name, nested);
            }
        });
        all.putAll(errors);
        return all;
    }

    private @Nullable JsonNode value(String field) {
        asked.add(field);
        JsonNode value = json.get(field);
        return value == null || value.isNull() ? null : value;
    }
}
