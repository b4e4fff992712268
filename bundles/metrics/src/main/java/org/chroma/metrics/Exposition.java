package org.chroma.metrics;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes metrics one sample after the other, so that no text of all of them is ever in memory.
 *
 * <pre>{@code
 * Exposition out = new Exposition(OpenMetrics.OPENMETRICS, writer);
 * out.family("lustre_read_bytes", MetricType.COUNTER, "bytes", "Bytes that clients read.");
 * out.sample(Labels.of("target", "lfs-OST0000"), 123);
 * out.end();
 * }</pre>
 *
 * A family of which no sample is written does not appear. Not safe for several threads.
 */
public final class Exposition {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

    private final OpenMetrics format;
    private final Appendable out;
    private final Set<String> used = new HashSet<>();
    private final Set<String> samples = new HashSet<>();

    private String name = "";
    private String sample = "";
    private MetricType type = MetricType.UNKNOWN;
    private String unit = "";
    private String help = "";
    private boolean announced = true;

    public Exposition(OpenMetrics format, Appendable out) {
        this.format = format;
        this.out = out;
    }

    /**
     * Begins a family; the samples that follow are its.
     *
     * @param familyName such as {@code lustre_read_bytes}, without the suffix {@code _total}; each only once
     * @param familyUnit such as {@code bytes}; empty, or what the name ends in
     * @param sentence what it tells
     * @throws IllegalArgumentException if the name is invalid, was used, or does not end in the unit
     */
    public void family(String familyName, MetricType familyType, String familyUnit, String sentence) {
        check(familyName, familyUnit);
        if (!used.add(familyName)) {
            throw new IllegalArgumentException("The metric " + familyName + " was written already");
        }
        name = familyName;
        type = familyType;
        unit = familyUnit;
        help = sentence;
        sample = familyName
                + switch (familyType) {
                    case COUNTER -> "_total";
                    case INFO -> "_info";
                    case HISTOGRAM -> "_bucket";
                    case GAUGE, UNKNOWN -> "";
                };
        samples.add(sample);
        announced = false;
    }

    /** Whether a family was begun that has the name, or whose samples have it. */
    public boolean has(String familyOrSample) {
        return used.contains(familyOrSample) || samples.contains(familyOrSample);
    }

    static void check(String name, String unit) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("Not a metric or label name: \"" + name + "\"");
        }
        if (!unit.isEmpty() && !name.endsWith("_" + unit)) {
            throw new IllegalArgumentException("The name " + name + " must end in its unit " + unit);
        }
    }

    /** Writes a sample without a time: Prometheus then notices by itself when it no longer comes. */
    public void sample(Labels labels, double value) throws IOException {
        sample(labels, value, 0);
    }

    /** Writes a whole number, however large. */
    public void sample(Labels labels, long value) throws IOException {
        single();
        line(sample, labels, Long.toString(value), 0);
    }

    /**
     * Writes a sample.
     *
     * @param time milliseconds since 1970, or 0 to leave it out
     */
    public void sample(Labels labels, double value, long time) throws IOException {
        single();
        line(sample, labels, number(value), time);
    }

    /**
     * Writes a histogram: how many observations were at most how large. Of observations whose sum nobody knows, as
     * those that Lustre counts, neither sum nor count is written; the count is the bucket {@code +Inf}.
     *
     * @param bounds ascending upper bounds, without infinity
     * @param counts observations per bound, not cumulated; one more for those above the last bound
     */
    public void histogram(Labels labels, double[] bounds, double[] counts) throws IOException {
        if (type != MetricType.HISTOGRAM || counts.length != bounds.length + 1) {
            throw new IllegalArgumentException(
                    "%s: %d counts for %d bounds".formatted(name, counts.length, bounds.length));
        }
        announce();
        double sum = 0;
        for (int i = 0; i < counts.length; i++) {
            sum += counts[i];
            line(sample, labels.and("le", i == bounds.length ? "+Inf" : bound(bounds[i])), number(sum), 0);
        }
    }

    /** Writes what marks a complete answer. */
    public void end() throws IOException {
        if (format == OpenMetrics.OPENMETRICS) {
            out.append("# EOF\n");
        }
    }

    private void single() throws IOException {
        if (type == MetricType.HISTOGRAM) {
            throw new IllegalStateException(name + " is a histogram");
        }
        announce();
    }

    private void announce() throws IOException {
        if (announced) {
            return;
        }
        announced = true;
        boolean open = format == OpenMetrics.OPENMETRICS;
        String described = open || type == MetricType.HISTOGRAM ? name : sample;
        comment("TYPE", described, word());
        if (open && !unit.isEmpty()) {
            comment("UNIT", described, unit);
        }
        comment(
                "HELP",
                described,
                open ? Labels.quoted(help) : help.replace("\\", "\\\\").replace("\n", "\\n"));
    }

    private void comment(String kind, String described, String text) throws IOException {
        out.append("# ").append(kind).append(' ').append(described).append(' ').append(text);
        out.append('\n');
    }

    private String word() {
        if (format == OpenMetrics.PROMETHEUS) {
            return switch (type) {
                case GAUGE, INFO -> "gauge";
                case COUNTER -> "counter";
                case HISTOGRAM -> "histogram";
                case UNKNOWN -> "untyped";
            };
        }
        return type.name().toLowerCase(Locale.ROOT);
    }

    private void line(String metric, Labels labels, String value, long time) throws IOException {
        out.append(metric);
        if (!labels.isEmpty()) {
            out.append('{').append(labels.toString()).append('}');
        }
        out.append(' ').append(value);
        if (time != 0) {
            out.append(' ').append(format == OpenMetrics.OPENMETRICS ? seconds(time) : Long.toString(time));
        }
        out.append('\n');
    }

    private static String seconds(long milliseconds) {
        return "%d.%03d".formatted(Math.floorDiv(milliseconds, 1000L), Math.floorMod(milliseconds, 1000L));
    }

    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return value == Math.rint(value) && Math.abs(value) < 0x1p53
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /** A bound is part of a series' name: always with a point, never with an exponent. */
    private static String bound(double value) {
        String text =
                new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
        return text.indexOf('.') < 0 ? text + ".0" : text;
    }
}
