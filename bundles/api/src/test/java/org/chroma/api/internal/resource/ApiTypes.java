package org.chroma.api.internal.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What the resources say of themselves, as types for the browser's pages, and as a measure for objects. */
final class ApiTypes {
    private static final String HEAD = """
            // What the REST interface answers. ApiTypesTest writes this file from the schemas; do not edit it.
            declare namespace Api {
            """;

    /** The schema of each resource by its name, in the order of names. */
    private final Map<String, JsonNode> schemas;

    ApiTypes(Map<String, JsonNode> schemas) {
        this.schemas = schemas;
    }

    /** The whole file. */
    String typeScript() {
        StringBuilder text = new StringBuilder(HEAD);
        schemas.forEach((resource, schema) -> {
            text.append("  /** ").append(schema.path("description").asText()).append(". */\n");
            text.append("  interface ").append(typeName(resource)).append(" {\n");
            schema.path("fields").properties().forEach(field -> {
                JsonNode shape = field.getValue();
                text.append("    /** ").append(shape.path("help_text").asText()).append(" */\n    ");
                text.append(field.getKey()).append(shape.path("detail_only").asBoolean() ? "?: " : ": ");
                text.append(type(shape)).append(";\n");
            });
            text.append("  }\n\n");
        });
        text.append("  /** Each resource by the name in its address. */\n  interface Resources {\n");
        schemas.keySet()
                .forEach(resource -> text.append("    ")
                        .append(resource)
                        .append(": ")
                        .append(typeName(resource))
                        .append(";\n"));
        return text.append("  }\n}\n").toString();
    }

    private static String type(JsonNode shape) {
        String type = switch (shape.path("type").asText()) {
            case "integer" -> "number";
            case "boolean" -> "boolean";
            case "any" -> "string | number | boolean";
            case "related" ->
                shape.has("resource") ? typeName(shape.path("resource").asText()) : "string";
            case "list" -> "Array<" + type(shape.path("items")) + ">";
            case "dict" ->
                shape.has("members")
                        ? "{ " + members(shape.path("members")) + " }"
                        : "Record<string, " + type(shape.path("items")) + ">";
            case "string", "datetime" -> "string";
            default -> throw new IllegalArgumentException("unknown type in " + shape);
        };
        return shape.path("nullable").asBoolean() ? type + " | null" : type;
    }

    private static String members(JsonNode members) {
        List<String> texts = new ArrayList<>();
        members.properties().forEach(member -> texts.add(member.getKey() + ": " + type(member.getValue())));
        return String.join("; ", texts);
    }

    /** {@code volume_node} as {@code VolumeNode}. */
    private static String typeName(String resource) {
        return List.of(resource.split("_", -1)).stream()
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
    }

    /** Where an object is not as its resource says: a line for each place. */
    List<String> contradictions(String resource, JsonNode object, boolean detail) {
        List<String> found = new ArrayList<>();
        JsonNode fields =
                schemas.getOrDefault(resource, MissingNode.getInstance()).path("fields");
        object.fieldNames().forEachRemaining(name -> {
            if (!fields.has(name)) {
                found.add(resource + "." + name + " is not in the schema");
            }
        });
        fields.properties().forEach(field -> {
            if (detail || !field.getValue().path("detail_only").asBoolean()) {
                compare(resource + "." + field.getKey(), field.getValue(), object.path(field.getKey()), found);
            }
        });
        return found;
    }

    private void compare(String place, JsonNode shape, JsonNode value, List<String> found) {
        if (value.isNull() && shape.path("nullable").asBoolean()) {
            return;
        }
        boolean fits = switch (shape.path("type").asText()) {
            case "integer" -> value.isIntegralNumber();
            case "boolean" -> value.isBoolean();
            case "any" -> value.isTextual() || value.isNumber() || value.isBoolean();
            case "related" ->
                shape.has("resource") ? value.isObject() : value.asText().startsWith("/api/");
            case "list" -> value.isArray();
            case "dict" -> value.isObject();
            default -> value.isTextual();
        };
        if (!fits) {
            found.add(place + " is " + value + ", which is not " + shape);
        } else if (shape.has("resource")) {
            found.addAll(contradictions(shape.path("resource").asText(), value, true));
        } else if (shape.has("items")) {
            StreamSupport.stream(value.spliterator(), false)
                    .forEach(item -> compare(place + "[]", shape.path("items"), item, found));
        } else if (shape.has("members")) {
            shape.path("members")
                    .properties()
                    .forEach(member -> compare(
                            place + "." + member.getKey(), member.getValue(), value.path(member.getKey()), found));
        }
    }
}
