package org.chroma.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** One column of a human-readable table. */
record Column(String title, Function<JsonNode, String> cell) {

    Column(String title, String field) {
        this(title, row -> text(row.path(field)));
    }

    static String text(JsonNode value) {
        if (value.isArray()) {
            List<String> parts = new ArrayList<>();
            value.forEach(element -> parts.add(text(element)));
            return String.join(" ", parts);
        }
        if (value.isObject()) {
            return value.path("label").asText(value.path("name").asText(value.toString()));
        }
        return value.isNull() || value.isMissingNode() ? "---" : value.asText();
    }
}
