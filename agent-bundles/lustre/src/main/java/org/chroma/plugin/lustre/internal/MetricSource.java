package org.chroma.plugin.lustre.internal;

import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a metric comes from.
 *
 * @param patterns Lustre parameters, {@code *} stands for anything but a dot
 * @param reading how a parameter's text becomes a number
 */
record MetricSource(List<String> patterns, Reading reading, List<Pattern> forms) {
    private static final Pattern CLIENT_UUID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    /**
     * A line of statistics: name, number of samples, unit, and where there are sizes or times, lowest, highest and sum.
     */
    private static final int SAMPLES = 1;

    private static final int SUM = 6;

    @FunctionalInterface
    interface Reading {
        /** The number; empty where the text does not hold it. */
        OptionalLong of(String text);
    }

    private static MetricSource of(Reading reading, String... patterns) {
        return new MetricSource(
                List.of(patterns),
                reading,
                Stream.of(patterns).map(MetricSource::form).toList());
    }

    private static Pattern form(String pattern) {
        // The part that stands for a NID holds dots itself.
        String nid = ".exports.*.";
        return Pattern.compile(Stream.of(pattern.replace(nid, ".exports.\0.").split("", -1))
                .map(each -> switch (each) {
                    case "*" -> "[^.]+";
                    case "\0" -> ".+";
                    default -> each.isEmpty() ? "" : Pattern.quote(each);
                })
                .collect(Collectors.joining()));
    }

    /** The parameter is the number. */
    static MetricSource value(String... patterns) {
        return of(MetricSource::number, patterns);
    }

    /** One of several numbers in the parameter, from 0. */
    static MetricSource field(int index, String... patterns) {
        return of(
                text -> {
                    String[] numbers = text.strip().split("\\s+", -1);
                    return index < numbers.length ? number(numbers[index]) : OptionalLong.empty();
                },
                patterns);
    }

    /** How often something happened, in a table of statistics. */
    static MetricSource samples(String counter, String... patterns) {
        return of(text -> column(text, counter, SAMPLES), patterns);
    }

    /** The sum of the sizes of what happened, in a table of statistics. */
    static MetricSource total(String counter, String... patterns) {
        return of(text -> column(text, counter, SUM), patterns);
    }

    /** How many of the UUIDs are clients' and not other servers'. */
    static MetricSource clients(String... patterns) {
        return of(
                text -> OptionalLong.of(text.lines()
                        .filter(line -> CLIENT_UUID.matcher(line.strip()).matches())
                        .count()),
                patterns);
    }

    private static OptionalLong column(String table, String counter, int column) {
        return table.lines()
                .map(line -> line.strip().split("\\s+", -1))
                .filter(words -> words[0].equals(counter) && words.length > column)
                .map(words -> number(words[column]))
                .findFirst()
                .orElse(OptionalLong.empty());
    }

    private static OptionalLong number(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text.strip()));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    boolean matches(Parameter parameter) {
        return forms.stream().anyMatch(form -> form.matcher(parameter.path()).matches());
    }
}
