package org.chroma.metrics;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Labels of a sample as they are written. Made once for all samples of an object, so that writing hundred thousands of
 * samples quotes nothing twice.
 */
public final class Labels {
    public static final Labels NONE = new Labels("");

    private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    private final String text;

    private Labels(String text) {
        this.text = text;
    }

    /** All labels of a map, in order of their names. */
    public static Labels of(Map<String, String> labels) {
        Labels all = NONE;
        for (Map.Entry<String, String> label : new TreeMap<>(labels).entrySet()) {
            all = all.and(label.getKey(), label.getValue());
        }
        return all;
    }

    /** One label. */
    public static Labels of(String name, String value) {
        return NONE.and(name, value);
    }

    /**
     * These and one more, which must not be among them.
     *
     * @throws IllegalArgumentException if the name is not made of letters, digits and underscores
     */
    public Labels and(String name, String value) {
        check(name);
        return new Labels((text.isEmpty() ? "" : text + ",") + name + "=\"" + quoted(value) + "\"");
    }

    /** These and others, of which none may be among these. */
    public Labels and(Labels others) {
        return isEmpty() ? others : others.isEmpty() ? this : new Labels(text + "," + others.text);
    }

    static void check(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("Not a metric or label name: \"" + name + "\"");
        }
    }

    static String quoted(String text) {
        if (text.indexOf('\\') < 0 && text.indexOf('"') < 0 && text.indexOf('\n') < 0) {
            return text;
        }
        return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"");
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    /** Without braces. */
    @Override
    public String toString() {
        return text;
    }
}
