package org.chroma.spi;

import java.time.Instant;
import java.util.Map;

/**
 * One reading of one series.
 *
 * @param subject what it belongs to
 * @param series name of the series, as in metric queries, for example {@code stats_read_bytes}
 * @param labels what tells apart series of one name, for example {@code operation} and {@code size}; few values each.
 *     The label
 *     {@link #JOB} names the job of a user that caused what was counted; of the jobs of one subject only the latest are
 *     kept
 * @param type how readings become rates
 * @param at when it was read, on the manager's clock
 * @param value the reading; {@link Double#NaN} for unknown
 */
public record Sample(Subject subject, String series, Map<String, String> labels, Type type, Instant at, double value) {
    /** Name of the label that holds what Lustre calls a job ID. */
    public static final String JOB = "job";

    public Sample {
        labels = Map.copyOf(labels);
    }

    /** A reading of a series without labels. */
    public Sample(Subject subject, String series, Type type, Instant at, double value) {
        this(subject, series, Map.of(), type, at, value);
    }

    /** How a series of readings is to be understood, in rrdtool's words. */
    public enum Type {
        /** The reading itself is the value. */
        GAUGE,
        /** Ever growing; the value is its growth per second, and a step back is a wrap of 32 or 64 bits. */
        COUNTER,
        /** The value is its change per second, in either direction. */
        DERIVE,
        /** Reset by reading; the value is the reading per second. */
        ABSOLUTE
    }

    /**
     * What is measured.
     *
     * @param kind {@code host}, {@code target} or {@code resource}
     * @param name a server's fully qualified name, a target's name such as {@code lfs-OST0000}, or a resource's label
     */
    public record Subject(String kind, String name) {
        public static Subject host(Server server) {
            return new Subject("host", server.fqdn());
        }

        public static Subject target(String name) {
            return new Subject("target", name);
        }
    }
}
