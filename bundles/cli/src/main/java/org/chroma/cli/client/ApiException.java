package org.chroma.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The manager refused a request. */
public final class ApiException extends Exception {
    private final int status;
    private final transient JsonNode body;

    ApiException(int status, JsonNode body) {
        super(String.join("\n", messages(status, body)));
        this.status = status;
        this.body = body;
    }

    int status() {
        return status;
    }

    JsonNode body() {
        return body;
    }

    private static List<String> messages(int status, JsonNode body) {
        List<String> lines = new ArrayList<>();
        collect("", body, lines);
        if (lines.isEmpty()) {
            lines.add(
                    switch (status) {
                        case 401 -> "You are not allowed to do this: log in with --username and --password";
                        case 403 -> "Wrong user name or password, or not allowed";
                        case 404 -> "Not found";
                        default -> "The manager answered with status " + status;
                    });
        }
        return lines;
    }

    private static void collect(String path, JsonNode node, List<String> lines) {
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                String name = field.getKey().equals("__all__") || field.getKey().equals("error_message")
                        ? path
                        : path.isEmpty() ? field.getKey() : path + "." + field.getKey();
                if (!field.getKey().equals("traceback")) {
                    collect(name, field.getValue(), lines);
                }
            }
        } else if (node.isArray()) {
            boolean nested = false;
            for (JsonNode element : node) {
                nested |= element.isObject();
            }
            for (int i = 0; i < node.size(); i++) {
                collect(nested ? path + "[" + i + "]" : path, node.get(i), lines);
            }
        } else if (!node.isNull() && !node.isMissingNode() && !node.asText().isEmpty()) {
            lines.add(path.isEmpty() ? node.asText() : path + ": " + node.asText());
        }
    }
}
