package org.chroma.plugin.lustre.internal.targets;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One record of an MGS's configuration log, as {@code lctl llog_print} prints it. Records that are no longer in force
 * are not printed.
 *
 * @param event what the record does, for example {@code setup}
 * @param values by name, for example {@code device}
 */
record ConfigRecord(String event, Map<String, String> values) {
    private static final Pattern LINE = Pattern.compile("- \\{ (?<body>.*) }");
    private static final String PARAMETER = ", parameter: ";

    /** Behind a NID, lctl prints how the kernel writes it. */
    private static final Pattern NUMBER = Pattern.compile("\\(0x[0-9a-f]+\\)$");

    static List<ConfigRecord> parse(String log) {
        return log.lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .map(line -> parseOne(line.group("body")))
                .toList();
    }

    private static ConfigRecord parseOne(String body) {
        Map<String, String> values = new HashMap<>();
        // A parameter comes last, and its value may hold anything.
        int parameter = body.indexOf(PARAMETER);
        String head = parameter < 0 ? body : body.substring(0, parameter);
        for (String field : head.split(", ", -1)) {
            int colon = field.indexOf(": ");
            if (colon > 0) {
                values.put(field.substring(0, colon), field.substring(colon + 2).strip());
            }
        }
        if (parameter >= 0) {
            values.put("parameter", body.substring(parameter + PARAMETER.length()));
        }
        values.computeIfPresent("nid", (name, nid) -> NUMBER.matcher(nid).replaceFirst(""));
        return new ConfigRecord(values.getOrDefault("event", ""), Map.copyOf(values));
    }

    /** Empty where the record has none of this name. */
    String value(String name) {
        return values.getOrDefault(name, "");
    }

    /** Adds the parameter that the record sets. */
    void setting(Map<String, String> settings) {
        String[] parts = value("parameter").split("=", 2);
        if (parts.length == 2) {
            settings.put(parts[0], parts[1]);
        }
    }
}
