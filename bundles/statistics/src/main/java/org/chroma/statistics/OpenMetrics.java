package org.chroma.statistics;

import java.io.IOException;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Writes metrics as OpenMetrics 1.0 text, or as the older Prometheus text for those who ask for that. */
public enum OpenMetrics {
    OPENMETRICS("application/openmetrics-text; version=1.0.0; charset=utf-8"),
    PROMETHEUS("text/plain; version=0.0.4; charset=utf-8");

    private final String contentType;

    OpenMetrics(String contentType) {
        this.contentType = contentType;
    }

    /** Value of the header {@code Content-Type}. */
    public String contentType() {
        return contentType;
    }

    /** Chooses the format for a header {@code Accept}; Prometheus text where OpenMetrics is not asked for. */
    public static OpenMetrics forAccept(String accept) {
        return accept.contains("application/openmetrics-text") ? OPENMETRICS : PROMETHEUS;
    }

    /** Writes all families; each name must occur once. */
    public void write(Appendable out, Collection<MetricFamily> families) throws IOException {
        for (MetricFamily family : families) {
            boolean counter = family.type() == MetricFamily.Type.COUNTER;
            boolean info = family.type() == MetricFamily.Type.INFO;
            String sample = family.name() + (counter ? "_total" : info ? "_info" : "");
            String described = this == OPENMETRICS ? family.name() : sample;
            out.append("# TYPE ")
                    .append(described)
                    .append(' ')
                    .append(type(family.type()))
                    .append('\n');
            if (this == OPENMETRICS && !family.unit().isEmpty()) {
                out.append("# UNIT ")
                        .append(described)
                        .append(' ')
                        .append(family.unit())
                        .append('\n');
            }
            out.append("# HELP ")
                    .append(described)
                    .append(' ')
                    .append(escape(family.help()))
                    .append('\n');
            for (MetricFamily.Sample one : family.samples()) {
                out.append(sample);
                labels(out, one.labels());
                out.append(' ').append(number(one.value()));
                if (one.time() != 0) {
                    out.append(' ').append(this == OPENMETRICS ? seconds(one.time()) : Long.toString(one.time()));
                }
                out.append('\n');
            }
        }
        if (this == OPENMETRICS) {
            out.append("# EOF\n");
        }
    }

    private String type(MetricFamily.Type type) {
        if (this == PROMETHEUS) {
            return switch (type) {
                case GAUGE, INFO -> "gauge";
                case COUNTER -> "counter";
                case UNKNOWN -> "untyped";
            };
        }
        return type.name().toLowerCase(Locale.ROOT);
    }

    private void labels(Appendable out, Map<String, String> labels) throws IOException {
        char before = '{';
        for (Map.Entry<String, String> label : new TreeMap<>(labels).entrySet()) {
            out.append(before)
                    .append(label.getKey())
                    .append("=\"")
                    .append(quoted(label.getValue()))
                    .append('"');
            before = ',';
        }
        if (before == ',') {
            out.append('}');
        }
    }

    private String escape(String text) {
        return this == OPENMETRICS ? quoted(text) : text.replace("\\", "\\\\").replace("\n", "\\n");
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"");
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
}
