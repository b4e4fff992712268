package org.chroma.statistics;

import java.time.Duration;
import java.util.Map;

/**
 * Defines one series of an entity.
 *
 * <pre>{@code
 * Series.counter("stats_read_bytes").unit("bytes").minimum(0)
 * }</pre>
 *
 * @param id name and labels
 * @param type how readings become rates
 * @param heartbeat a longer interval between two updates is unknown; {@link Duration#ZERO} means the store's default
 *     (twice the step)
 * @param minimum least rate per second that is believed, or NaN for no bound; a rate outside is unknown
 * @param maximum greatest rate per second that is believed, or NaN for no bound
 * @param unit unit of a reading such as {@code bytes}, {@code kilobytes}, {@code reqs}; may be empty
 * @param help one sentence for people; may be empty
 */
public record Series(
        SeriesId id, SeriesType type, Duration heartbeat, double minimum, double maximum, String unit, String help) {

    public Series {
        if (heartbeat.isNegative()) {
            throw new IllegalArgumentException("Heartbeat of " + id + " is negative: " + heartbeat);
        }
        if (minimum >= maximum) {
            throw new IllegalArgumentException("Minimum of " + id + " is not below its maximum");
        }
    }

    public static Series of(SeriesId id, SeriesType type) {
        return new Series(id, type, Duration.ZERO, Double.NaN, Double.NaN, "", "");
    }

    public static Series gauge(String name) {
        return of(SeriesId.of(name), SeriesType.GAUGE);
    }

    public static Series counter(String name) {
        return of(SeriesId.of(name), SeriesType.COUNTER);
    }

    public static Series derive(String name) {
        return of(SeriesId.of(name), SeriesType.DERIVE);
    }

    public static Series absolute(String name) {
        return of(SeriesId.of(name), SeriesType.ABSOLUTE);
    }

    public Series labels(Map<String, String> value) {
        return new Series(new SeriesId(id.name(), value), type, heartbeat, minimum, maximum, unit, help);
    }

    public Series heartbeat(Duration value) {
        return new Series(id, type, value, minimum, maximum, unit, help);
    }

    public Series minimum(double value) {
        return new Series(id, type, heartbeat, value, maximum, unit, help);
    }

    public Series maximum(double value) {
        return new Series(id, type, heartbeat, minimum, value, unit, help);
    }

    public Series unit(String value) {
        return new Series(id, type, heartbeat, minimum, maximum, value, help);
    }

    public Series help(String value) {
        return new Series(id, type, heartbeat, minimum, maximum, unit, value);
    }
}
