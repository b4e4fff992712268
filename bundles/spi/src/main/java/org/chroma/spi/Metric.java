package org.chroma.spi;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Declares a metric, once: the one place that knows its name, unit and meaning. A handler answers all of its own with
 * {@link DeviceDataHandler#metrics()} and makes each reading from the declaration, so that the two cannot disagree.
 *
 * <pre>{@code
 * private static final Metric FANS = Metric.gauge("chassis_fans_failed")
 *         .unit("fans")
 *         .help("Fans of the chassis that stand still")
 *         .about(Metric.About.SERVER)
 *         .total(Metric.Total.SUM)
 *         .family("chassis_fans_failed")
 *         .chart("Failed fans", "fans")
 *         .build();
 *
 * samples.add(FANS.reading(server, scan.failedFans()));
 * }</pre>
 *
 * <p>By that alone it is read as {@code chassis_fans_failed} in REST, listed with its unit in {@code /api/metric/},
 * exposed
 * under its family in {@code /metrics} and in remote write, and drawn on the page of each server.
 *
 * <p>A name that ends in {@code *} declares all series that begin so, for what only the server knows the names of:
 * {@link #named} makes one of them, and what stands for the star also takes the place of each star in the help and
 * in the
 * name and labels of the family. A series that is also declared by its whole name follows that declaration.
 */
public final class Metric {
    /** Ends a name that stands for all series that begin like it. */
    private static final String OPEN = "*";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:-]{1,128}");

    /** What is measured, and on whose page it is drawn. */
    public enum About {
        /** A server. */
        SERVER("host"),
        /** A target of any kind. */
        TARGET("target"),
        /** An MDT. */
        MDT("target"),
        /** An OST. */
        OST("target"),
        /** A job of a user on a target: its readings have the label {@link Sample#JOB}. */
        JOB("target"),
        /** A storage resource. */
        RESOURCE("resource");

        private final String subject;

        About(String subject) {
            this.subject = subject;
        }
    }

    /** What a filesystem's value is made of. */
    public enum Total {
        /** It has none: the values of several objects mean nothing together. */
        NONE,
        /** The sum of all its servers or targets that the metric is about. */
        SUM,
        /** The mean of all its servers or targets that the metric is about. */
        AVERAGE,
        /** The sum of its OSTs, though MDTs are measured too. */
        OSTS,
        /** The sum of its MDTs, though OSTs are measured too. */
        MDTS
    }

    /**
     * What metrics are in Prometheus: one, or several that labels tell apart. Such as are parts of one family have
     * equal
     * families.
     *
     * @param name letters, digits and underscores, without the suffix {@code _total} of a counter; ends in the unit
     * that
     *     the values have there, if it is one of {@code bytes}, {@code kilobytes}, {@code seconds} and {@code
     * milliseconds}
     * @param type what the values are there
     * @param help what they tell, in a few words, without a full stop
     * @param factor what a reading is multiplied with, to be in the unit that the name says
     */
    public record Family(String name, Type type, String help, double factor) {
        private static final Pattern FORM = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

        /** Types of Prometheus that readings have. */
        public enum Type {
            GAUGE,
            COUNTER,
            /** For what already has a name that says otherwise than is true. */
            UNKNOWN
        }

        public Family {
            if (!FORM.matcher(name.replace(OPEN, "_")).matches()) {
                throw new IllegalArgumentException("\"%s\" cannot be a name in Prometheus".formatted(name));
            }
            if (help.isBlank()) {
                throw new IllegalArgumentException(name + " has no help");
            }
            if (!(factor > 0) || Double.isInfinite(factor)) {
                throw new IllegalArgumentException("The factor of %s is not above 0: %s".formatted(name, factor));
            }
        }

        public static Family gauge(String name, String help) {
            return new Family(name, Type.GAUGE, help, 1);
        }

        public static Family counter(String name, String help) {
            return new Family(name, Type.COUNTER, help, 1);
        }

        public static Family unknown(String name, String help) {
            return new Family(name, Type.UNKNOWN, help, 1);
        }

        /** The same in another unit: a reading is multiplied with the factor. */
        public Family times(double value) {
            return new Family(name, type, help, value);
        }

        private Family filled(String rest) {
            return new Family(name.replace(OPEN, rest), type, help.replace(OPEN, rest), factor);
        }
    }

    /**
     * The chart that shows a metric by default. Metrics of one chart that are about the same are lines of it.
     *
     * @param title of the chart; empty where no chart shows the metric by default
     * @param line what the metric's line is called; a word or two
     */
    public record Chart(String title, String line) {
        /** No chart. */
        public static final Chart NONE = new Chart("", "");
    }

    private final Parts parts;

    private record Parts(
            String name,
            Sample.Type kind,
            String unit,
            String help,
            About about,
            Total total,
            Optional<Family> family,
            Map<String, String> labels,
            Chart chart) {}

    private Metric(Parts parts) {
        this.parts = parts;
    }

    /** Begins the declaration of a metric whose readings are its values. */
    public static Builder gauge(String name) {
        return new Builder(name, Sample.Type.GAUGE);
    }

    /** Begins the declaration of a metric whose readings only grow; its values are their growth per second. */
    public static Builder counter(String name) {
        return new Builder(name, Sample.Type.COUNTER);
    }

    /** Begins the declaration of a metric whose readings grow and fall; its values are their change per second. */
    public static Builder derive(String name) {
        return new Builder(name, Sample.Type.DERIVE);
    }

    /** Begins the declaration of a metric that each reading resets; its values are readings per second. */
    public static Builder absolute(String name) {
        return new Builder(name, Sample.Type.ABSOLUTE);
    }

    /** Name of its series in metric queries, such as {@code stats_read_bytes}; may end in {@code *}. */
    public String name() {
        return parts.name;
    }

    /** How its readings become values. */
    public Sample.Type kind() {
        return parts.kind;
    }

    /** What a reading counts, such as {@code bytes} or {@code requests}; empty where it has no unit. */
    public String unit() {
        return parts.unit;
    }

    /** What it tells, in a few words. */
    public String help() {
        return parts.help;
    }

    public About about() {
        return parts.about;
    }

    /** What a filesystem's value is made of. */
    public Total total() {
        return parts.total;
    }

    /** What it is in Prometheus; empty where it has no name of its own there and is a {@code chroma_reading}. */
    public Optional<Family> family() {
        return parts.family;
    }

    /** What tells it from other metrics of its family. */
    public Map<String, String> labels() {
        return parts.labels;
    }

    /** The chart that shows it by default; {@link Chart#NONE} for none. */
    public Chart chart() {
        return parts.chart;
    }

    /** Whether it stands for all series that begin like it. */
    public boolean isOpen() {
        return parts.name.endsWith(OPEN);
    }

    /** What the names of its series begin with, or are. */
    private String stem() {
        return isOpen() ? parts.name.substring(0, parts.name.length() - OPEN.length()) : parts.name;
    }

    /** Whether it declares a series. */
    public boolean declares(String series) {
        return isOpen() ? series.startsWith(stem()) && series.length() > stem().length() : series.equals(parts.name);
    }

    /**
     * One of the series that an open name stands for.
     *
     * @param rest what stands for the star
     * @throws IllegalArgumentException if the name is not open, or cannot be one with that end
     */
    public Metric named(String rest) {
        if (!isOpen() || rest.isEmpty()) {
            throw new IllegalArgumentException("%s has no series \"%s\"".formatted(parts.name, rest));
        }
        Builder one = new Builder(stem() + rest, parts.kind);
        one.unit = parts.unit;
        one.help = parts.help.replace(OPEN, rest);
        one.about = parts.about;
        one.total = parts.total;
        one.family = parts.family.map(each -> each.filled(rest));
        parts.labels.forEach((label, value) -> one.labels.put(label, value.replace(OPEN, rest)));
        one.chart = new Chart(parts.chart.title, parts.chart.line.replace(OPEN, rest));
        return one.build();
    }

    /**
     * A reading of the server that was looked at.
     *
     * @param value {@link Double#NaN} for unknown
     */
    public Sample reading(Server server, double value) {
        return reading(server, Sample.Subject.host(server), Map.of(), value);
    }

    /**
     * A reading of something that the server has.
     *
     * @param value {@link Double#NaN} for unknown
     * @throws IllegalArgumentException if the metric is about something else
     */
    public Sample reading(Server server, Sample.Subject subject, double value) {
        return reading(server, subject, Map.of(), value);
    }

    /**
     * A reading of something that the server has, of a series that labels tell from others of the name.
     *
     * @param readingLabels few values each
     * @param value {@link Double#NaN} for unknown
     * @throws IllegalArgumentException if the metric is about something else, or its name is open
     */
    public Sample reading(Server server, Sample.Subject subject, Map<String, String> readingLabels, double value) {
        if (isOpen()) {
            throw new IllegalArgumentException(parts.name + " stands for several series; name one");
        }
        if (!subject.kind().equals(parts.about.subject)
                || (parts.about == About.JOB) != readingLabels.containsKey(Sample.JOB)) {
            throw new IllegalArgumentException("%s is about a %s, not about %s %s with labels %s"
                    .formatted(
                            parts.name,
                            parts.about.name().toLowerCase(Locale.ROOT),
                            subject.kind(),
                            subject.name(),
                            readingLabels.keySet()));
        }
        return new Sample(subject, parts.name, readingLabels, parts.kind, server.observedAt(), value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Metric metric && parts.equals(metric.parts);
    }

    @Override
    public int hashCode() {
        return parts.hashCode();
    }

    @Override
    public String toString() {
        return parts.name;
    }

    /** Gathers what a declaration says. What is left out: unit, total, family and chart are none. */
    public static final class Builder {
        private final String name;
        private final Sample.Type kind;
        private final Map<String, String> labels = new TreeMap<>();
        private String unit = "";
        private String help = "";
        private About about = About.SERVER;
        private Total total = Total.NONE;
        private Optional<Family> family = Optional.empty();
        private String ownFamily = "";
        private Chart chart = Chart.NONE;

        private Builder(String name, Sample.Type kind) {
            this.name = name;
            this.kind = kind;
        }

        /** What a reading counts, in the plural; a counter's values are in these per second. */
        public Builder unit(String value) {
            unit = value;
            return this;
        }

        /** What it tells, in a few words, without a full stop. */
        public Builder help(String value) {
            help = value;
            return this;
        }

        /** What it is about; a server unless said otherwise. */
        public Builder about(About value) {
            about = value;
            return this;
        }

        /** What a filesystem's value is made of. */
        public Builder total(Total value) {
            total = value;
            return this;
        }

        /** A name of its own in Prometheus, with the help and the kind of the metric; as {@link Family#name} is. */
        public Builder family(String value) {
            ownFamily = value;
            return this;
        }

        /** What it is in Prometheus, alone or together with metrics that have other labels. */
        public Builder family(Family value) {
            family = Optional.of(value);
            return this;
        }

        /** What tells it from other metrics of its family. */
        public Builder label(String label, String value) {
            labels.put(label, value);
            return this;
        }

        /** The chart that shows it by default, and what its line is called there. */
        public Builder chart(String title, String line) {
            chart = new Chart(title, line);
            return this;
        }

        /**
         * The declaration.
         *
         * @throws IllegalArgumentException if the name has other than 1 to 128 letters, digits, {@code _.:-} and one
         * star at
         *     its end, if there is no help, or if there are labels without a family
         */
        public Metric build() {
            String stem = name.endsWith(OPEN) ? name.substring(0, name.length() - OPEN.length()) : name;
            if (!NAME.matcher(stem).matches()) {
                throw new IllegalArgumentException("\"%s\" cannot be the name of a metric".formatted(name));
            }
            if (help.isBlank()) {
                throw new IllegalArgumentException(name + " has no help");
            }
            if (!ownFamily.isEmpty()) {
                family = Optional.of(new Family(ownFamily, type(), help, 1));
            }
            if (family.isEmpty() && !labels.isEmpty()) {
                throw new IllegalArgumentException(name + " has labels, but no family");
            }
            return new Metric(new Parts(name, kind, unit, help, about, total, family, Map.copyOf(labels), chart));
        }

        private Family.Type type() {
            return switch (kind) {
                case GAUGE -> Family.Type.GAUGE;
                case COUNTER -> Family.Type.COUNTER;
                case DERIVE, ABSOLUTE -> Family.Type.UNKNOWN;
            };
        }
    }
}
