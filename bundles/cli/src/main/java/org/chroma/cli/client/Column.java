package org.chroma.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** One column of a human-readable table. */
public record Column(String title, Function<JsonNode, String> cell) {
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    public Column(String title, String field) {
        this(title, row -> text(row.path(field)));
    }

    /** A column of moments, to the second, in the time zone of who reads them. */
    static Column moment(String title, String field) {
        return new Column(title, row -> moment(row.path(field)));
    }

    private static String moment(JsonNode value) {
        try {
            return MOMENT.format(Instant.parse(value.asText()).atZone(ZoneId.systemDefault()));
        } catch (DateTimeParseException unknown) {
            return text(value);
        }
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
