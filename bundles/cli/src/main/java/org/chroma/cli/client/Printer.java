package org.chroma.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Prints answers in the format that was asked for. */
public final class Printer {
    static final List<String> FORMATS = List.of("human", "json", "yaml", "csv", "tsv");

    private final String format;
    private final PrintStream out;

    Printer(String format, PrintStream out) throws UsageException {
        if (!FORMATS.contains(format)) {
            throw new UsageException("--output: " + format + " is not one of " + String.join(", ", FORMATS));
        }
        this.format = format;
        this.out = out;
    }

    public boolean human() {
        return format.equals("human");
    }

    public void list(JsonNode objects, List<Column> columns) throws JsonProcessingException {
        switch (format) {
            case "json", "yaml" -> tree(objects);
            case "csv" -> separated(objects, columns, ",");
            case "tsv" -> separated(objects, columns, "\t");
            default -> table(objects, columns);
        }
    }

    public void one(JsonNode object) throws JsonProcessingException {
        switch (format) {
            case "json", "yaml" -> tree(object);
            case "csv", "tsv" -> {
                String separator = format.equals("csv") ? "," : "\t";
                for (Map.Entry<String, JsonNode> field : object.properties()) {
                    out.println(quoted(field.getKey(), separator)
                            + separator
                            + quoted(Column.text(field.getValue()), separator));
                }
            }
            default -> {
                int width = object.properties().stream()
                        .mapToInt(field -> field.getKey().length())
                        .max()
                        .orElse(0);
                for (Map.Entry<String, JsonNode> field : object.properties()) {
                    out.println(padded(field.getKey(), width) + "  " + Column.text(field.getValue()));
                }
            }
        }
    }

    private void tree(JsonNode node) throws JsonProcessingException {
        out.println(
                format.equals("json")
                        ? Api.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node)
                        : new YAMLMapper(new YAMLFactory())
                                .writeValueAsString(node)
                                .stripTrailing());
    }

    private void separated(JsonNode objects, List<Column> columns, String separator) {
        List<String> titles = columns.stream().map(Column::title).toList();
        out.println(String.join(separator, titles));
        for (JsonNode object : objects) {
            out.println(String.join(
                    separator,
                    columns.stream()
                            .map(column -> quoted(column.cell().apply(object), separator))
                            .toList()));
        }
    }

    private static String quoted(String text, String separator) {
        boolean needed = text.contains(separator) || text.contains("\"") || text.contains("\n");
        return needed ? "\"" + text.replace("\"", "\"\"") + "\"" : text;
    }

    private void table(JsonNode objects, List<Column> columns) {
        if (objects.isEmpty()) {
            out.println("Found 0 results");
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(columns.stream().map(Column::title).toList());
        for (JsonNode object : objects) {
            rows.add(columns.stream().map(column -> column.cell().apply(object)).toList());
        }
        int[] widths = new int[columns.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (int r = 0; r < rows.size(); r++) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(padded(rows.get(r).get(i), widths[i])).append("  ");
            }
            out.println(line.toString().stripTrailing());
            if (r == 0) {
                out.println("-".repeat(line.length() - 2));
            }
        }
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
