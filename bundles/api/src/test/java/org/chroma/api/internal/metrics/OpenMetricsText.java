package org.chroma.api.internal.metrics;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads OpenMetrics 1.0 text by the rules of its specification and fails on whatever breaks one: form of lines,
 * escapes, order, units, suffixes, families in one piece, names that clash, no series twice, histograms that cumulate
 * up to infinity,
 * {@code # EOF} and nothing behind it.
 */
final class OpenMetricsText {
    private static final String END = "# EOF\n";
    private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    private static final String LABEL = "([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\[\"\\\\n])*)\"";
    private static final Pattern LABELS = Pattern.compile(LABEL);
    private static final Pattern SAMPLE = Pattern.compile("(" + NAME + ")(?:\\{(.*)\\})? (\\S+)(?: \\d+(?:\\.\\d+)?)?");
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d+)?|[+-]?Inf|NaN");
    private static final Pattern COMMENT = Pattern.compile("# (TYPE|UNIT|HELP) (" + NAME + ") (.*)");
    private static final Pattern ESCAPED = Pattern.compile("(?:[^\\\\]|\\\\[\"\\\\n])*");
    private static final Map<String, List<String>> SUFFIXES = Map.of(
            "counter", List.of("_total", "_created"),
            "info", List.of("_info"),
            "histogram", List.of("_bucket", "_count", "_sum", "_created"),
            "gauge", List.of(""),
            "unknown", List.of(""));

    private final Map<String, Double> samples = new LinkedHashMap<>();
    private final Set<String> families = new HashSet<>();
    private final Set<String> reserved = new HashSet<>();

    private String family = "";
    private String type = "";
    private Map<String, String> comments = new HashMap<>();
    private boolean inSamples;
    /** Labels of the histogram that is being read, without its bounds; empty for none. */
    private String histogram = "";

    private double below;
    private double bound;
    private String line = "";

    private OpenMetricsText() {}

    static OpenMetricsText parse(String text) {
        if (!text.endsWith("\n" + END) && !text.equals(END)) {
            throw new AssertionError("The text does not end in # EOF");
        }
        OpenMetricsText read = new OpenMetricsText();
        text.substring(0, text.length() - END.length()).lines().forEach(read::line);
        read.require(read.histogram.isEmpty(), "histogram without +Inf");
        return read;
    }

    /** Values by series as written, with braces always. */
    Map<String, Double> samples() {
        return samples;
    }

    private void line(String next) {
        line = next;
        Matcher comment = COMMENT.matcher(line);
        if (comment.matches()) {
            comment(comment.group(1), comment.group(2), comment.group(3));
            return;
        }
        Matcher sample = SAMPLE.matcher(line);
        require(sample.matches(), "neither description nor sample");
        sample(sample.group(1), sample.group(2) == null ? "" : sample.group(2), sample.group(3));
    }

    private void comment(String kind, String of, String words) {
        if (!of.equals(family)) {
            require(families.add(of), "family in two pieces");
            require(histogram.isEmpty(), "histogram without +Inf");
            family = of;
            type = "";
            comments = new HashMap<>();
            inSamples = false;
        }
        require(!inSamples, "description behind samples");
        require(comments.put(kind, words) == null, "described twice");
        switch (kind) {
            case "TYPE" -> type(words);
            case "UNIT" -> require(family.endsWith("_" + words), "name does not end in its unit");
            default -> require(ESCAPED.matcher(words).matches(), "wrong escape");
        }
    }

    private void type(String word) {
        List<String> suffixes = SUFFIXES.get(word);
        require(suffixes != null, "no such type");
        type = word;
        for (String suffix : SUFFIXES.getOrDefault(word, List.of())) {
            require(reserved.add(family + suffix), "name of another family's samples");
        }
    }

    private void sample(String name, String labels, String number) {
        require(!type.isEmpty(), "sample without type");
        inSamples = true;
        String suffix = name.startsWith(family) ? name.substring(family.length()) : "?";
        require(SUFFIXES.getOrDefault(type, List.of()).contains(suffix), "sample of another family");
        Map<String, String> read = labels(labels);
        require(NUMBER.matcher(number).matches(), "not a number");
        double value = Double.parseDouble(number.replace("Inf", "Infinity"));
        require(!suffix.equals("_total") || value >= 0, "counter below 0 or not a number");
        require(!type.equals("info") || value == 1, "info other than 1");
        if (suffix.equals("_bucket")) {
            bucket(read, value);
        }
        require(samples.put(name + "{" + labels + "}", value) == null, "series twice");
    }

    private Map<String, String> labels(String text) {
        Map<String, String> read = new LinkedHashMap<>();
        Matcher label = LABELS.matcher(text);
        int at = 0;
        while (at < text.length()) {
            require(label.find(at) && label.start() == at, "wrong label");
            require(read.put(label.group(1), label.group(2)) == null, "label twice");
            at = label.end();
            require(at == text.length() || text.charAt(at++) == ',', "labels are not separated");
        }
        return read;
    }

    private void bucket(Map<String, String> labels, double value) {
        String le = labels.remove("le");
        require(le != null && (le.equals("+Inf") || le.matches("\\d+\\.\\d+")), "wrong bound");
        double limit = Double.parseDouble(String.valueOf(le).replace("Inf", "Infinity"));
        String of = labels.toString();
        if (histogram.isEmpty()) {
            histogram = of;
            below = 0;
            bound = Double.NEGATIVE_INFINITY;
        }
        require(histogram.equals(of), "histogram without +Inf");
        require(limit > bound, "bounds that do not ascend");
        require(value >= below, "buckets that do not cumulate");
        below = value;
        bound = limit;
        if (limit == Double.POSITIVE_INFINITY) {
            histogram = "";
        }
    }

    private void require(boolean right, String rule) {
        if (!right) {
            throw new AssertionError(rule + ": " + line);
        }
    }
}
