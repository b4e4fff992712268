package org.chroma.metrics;

/** Types of OpenMetrics that Chroma uses. */
public enum MetricType {
    GAUGE,
    COUNTER,
    INFO,
    /** How many observations were at most how large; written by {@link Exposition#histogram}. */
    HISTOGRAM,
    UNKNOWN
}
