package org.chroma.statistics.r3d;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times, lengths of time and numbers as rrdtool's users write them. */
final class RrdWord {
    private static final Pattern MOMENT = Pattern.compile("(now|N|end|e|start|s)?([-+]\\d{1,9}[smhdwMy]?)?");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})([smhdwMy]?)");
    private static final Pattern REAL = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d{1,4})?");
    /** Months and years have the lengths that rrdtool gives them. */
    private static final Map<String, Long> UNITS = Map.of(
            "", 1L, "s", 1L, "m", 60L, "h", 3_600L, "d", 86_400L, "w", 604_800L, "M", 31 * 86_400L, "y", 366 * 86_400L);

    private RrdWord() {}

    /**
     * Seconds since 1970 that a word names: a number, {@code now} or {@code N}, {@code -1h}, {@code now-2d}.
     *
     * @throws IllegalArgumentException where it names none
     */
    static long moment(String word, long now) {
        if (word.matches("(end|e|start|s).*")) {
            throw new IllegalArgumentException("Not a time: \"" + word + "\" has no other time to count from");
        }
        return moment(word, now, Map.of());
    }

    /**
     * The seconds since 1970 of start and end, of which one may be given by the other: {@code end-1h},
     * {@code start+1h}.
     *
     * @throws IllegalArgumentException where a word names no time, or each the other
     */
    static long[] span(String start, String end, long now) {
        boolean byEnd = start.startsWith("e");
        boolean byStart = end.startsWith("s");
        if (byEnd && byStart) {
            throw new IllegalArgumentException("Start \"" + start + "\" and end \"" + end + "\" name each other");
        }
        if (byStart) {
            long first = moment(start, now, Map.of());
            return new long[] {first, moment(end, now, Map.of("start", first, "s", first))};
        }
        long last = moment(end, now, Map.of());
        return new long[] {moment(start, now, Map.of("end", last, "e", last)), last};
    }

    private static long moment(String word, long now, Map<String, Long> others) {
        if (word.matches("\\d{1,12}")) {
            return Long.parseLong(word);
        }
        Matcher matcher = MOMENT.matcher(word);
        if (word.isEmpty() || !matcher.matches()) {
            throw new IllegalArgumentException("Not a time: \"" + word + "\"");
        }
        String from = matcher.group(1) == null || matcher.group(1).matches("now|N") ? "now" : matcher.group(1);
        Long base = from.equals("now") ? Long.valueOf(now) : others.get(from);
        if (base == null) {
            throw new IllegalArgumentException("Not a time here: \"" + word + "\"");
        }
        if (matcher.group(2) == null) {
            return base;
        }
        long distance = duration(matcher.group(2).substring(1), "time");
        return matcher.group(2).startsWith("-") ? base - distance : base + distance;
    }

    /**
     * A length in seconds: {@code 300}, {@code 5m}.
     *
     * @param name what it is, for the message
     * @throws IllegalArgumentException where it is not valid
     */
    static long duration(String word, String name) {
        Matcher matcher = DURATION.matcher(word);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(name + " is not a number of seconds: \"" + word + "\"");
        }
        return Long.parseLong(matcher.group(1)) * UNITS.getOrDefault(matcher.group(2), 1L);
    }

    /**
     * A number.
     *
     * @param name what it is, for the message
     * @throws IllegalArgumentException where it is not valid
     */
    static double real(String word, String name) {
        if (!REAL.matcher(word).matches()) {
            throw new IllegalArgumentException(name + " is not a number: \"" + word + "\"");
        }
        return Double.parseDouble(word);
    }

    /** Whether a word is a length with a unit, such as {@code 10m}, and not a bare number. */
    static boolean hasUnit(String word) {
        return DURATION.matcher(word).matches() && !Character.isDigit(word.charAt(word.length() - 1));
    }
}
