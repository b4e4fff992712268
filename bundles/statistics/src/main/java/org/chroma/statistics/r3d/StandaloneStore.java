package org.chroma.statistics.r3d;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chroma.statistics.Batch;
import org.chroma.statistics.Consolidation;
import org.chroma.statistics.EntityInfo;
import org.chroma.statistics.Latest;
import org.chroma.statistics.Reading;
import org.chroma.statistics.Selector;
import org.chroma.statistics.Series;
import org.chroma.statistics.SeriesId;
import org.chroma.statistics.SeriesType;
import org.chroma.statistics.WriteResult;
import org.chroma.statistics.internal.Engine;
import org.chroma.statistics.internal.options.Archive;
import org.chroma.statistics.internal.options.Options;
import org.chroma.statistics.internal.options.Resolution;
import org.chroma.statistics.internal.store.FileBlockStore;

/** A store of its own in a directory, with the sources and archives of one database in rrdtool's words. */
final class StandaloneStore implements Closeable {
    private static final String ENTITY = "r3d";
    private static final String DEFINITION = "definition";

    private final Options options;
    private final int step;
    private final List<int[]> places = new ArrayList<>();
    private final List<Ring> rings = new ArrayList<>();
    private final List<Series> series = new ArrayList<>();
    private final Engine engine;

    private StandaloneStore(Path directory, List<String> definition) throws IOException {
        Map<Integer, List<Archive>> bySteps = new TreeMap<>();
        int seconds = 300;
        for (String word : definition) {
            if (word.startsWith("step=")) {
                seconds = Integer.parseInt(word.substring(5));
            } else if (word.startsWith("DS:")) {
                series.add(source(word));
            } else if (word.startsWith("RRA:")) {
                ring(word, seconds, bySteps);
            }
        }
        step = seconds;
        options = options(step, bySteps);
        engine = new Engine(
                options,
                new FileBlockStore(directory.resolve("blocks")),
                directory.resolve("log"),
                InstantSource.system());
    }

    /**
     * Makes a new store.
     *
     * @param start seconds since 1970; readings must be later
     * @param words {@code DS:name:type:heartbeat:min:max} and {@code RRA:function:xff:steps:rows}
     * @throws IllegalArgumentException naming what is wrong with a word; nothing was made then
     */
    static void create(Path directory, long start, int step, List<String> words) throws IOException {
        if (Files.exists(directory) && !isEmpty(directory)) {
            throw new IllegalArgumentException(directory + " exists already");
        }
        for (String word : words) {
            if (!word.startsWith("DS:") && !word.startsWith("RRA:")) {
                throw new IllegalArgumentException("Neither DS nor RRA: \"" + word + "\"");
            }
        }
        List<String> definition = new ArrayList<>(List.of("step=" + step));
        definition.addAll(words);
        check(step, definition);
        Files.createDirectories(directory);
        try (StandaloneStore store = new StandaloneStore(directory, definition)) {
            store.engine.define(ENTITY, Map.of(), store.series);
            store.engine.begin(ENTITY, start * 1000);
        }
        Files.write(directory.resolve(DEFINITION), definition);
    }

    private static boolean isEmpty(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (Stream<Path> inside = Files.list(directory)) {
            return inside.findAny().isEmpty();
        }
    }

    private static void check(int step, List<String> definition) {
        if (step < 1) {
            throw new IllegalArgumentException("The step must be at least one second");
        }
        Map<Integer, List<Archive>> bySteps = new TreeMap<>();
        Set<SeriesId> sources = new HashSet<>();
        for (String word : definition) {
            if (word.startsWith("DS:")) {
                if (!sources.add(source(word).id())) {
                    throw new IllegalArgumentException("Two data sources have the name of \"" + word + "\"");
                }
            } else if (word.startsWith("RRA:")) {
                parse(word, step, bySteps);
            }
        }
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("At least one DS is needed");
        }
        if (bySteps.isEmpty()) {
            throw new IllegalArgumentException("At least one RRA is needed");
        }
        options(step, bySteps);
    }

    private static Options options(int step, Map<Integer, List<Archive>> bySteps) {
        List<Resolution> resolutions = new ArrayList<>();
        bySteps.forEach((steps, same) -> resolutions.add(new Resolution(steps, same)));
        return Options.defaults()
                .withResolutions(step, resolutions)
                .withTolerance(Duration.ofDays(1_000_000), Duration.ofDays(1_000_000))
                .withBlocks(360, 6, 1 << 20, 16 << 20);
    }

    static StandaloneStore open(Path directory) throws IOException {
        if (!Files.exists(directory.resolve(DEFINITION))) {
            throw new NoSuchFileException(directory.toString(), null, "not an r3d database");
        }
        return new StandaloneStore(directory, Files.readAllLines(directory.resolve(DEFINITION)));
    }

    private static Series source(String word) {
        String[] part = word.split(":", -1);
        try {
            if (part.length != 6) {
                throw new IllegalArgumentException("it has " + part.length + " parts, and six are needed");
            }
            if (!part[1].matches("[A-Za-z0-9_-]{1,19}")) {
                throw new IllegalArgumentException(
                        "the name \"" + part[1] + "\" is not 1 to 19 letters, digits, _ or -");
            }
            return Series.of(SeriesId.of(part[1]), type(part[2]))
                    .heartbeat(Duration.ofSeconds(RrdWord.duration(part[3], "the heartbeat")))
                    .minimum(bound(part[4], "the minimum"))
                    .maximum(bound(part[5], "the maximum"));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Not a data source: \"" + word + "\": " + e.getMessage(), e);
        }
    }

    private static SeriesType type(String word) {
        for (SeriesType type : SeriesType.values()) {
            if (type.name().equals(word.toUpperCase(Locale.ROOT))) {
                return type;
            }
        }
        throw new IllegalArgumentException("the type \"" + word + "\" is not one of "
                + Stream.of(SeriesType.values()).map(Enum::name).collect(Collectors.joining(", ")));
    }

    private static double bound(String text, String name) {
        return text.equals("U") ? Double.NaN : RrdWord.real(text, name);
    }

    private void ring(String word, int step, Map<Integer, List<Archive>> bySteps) {
        int steps = parse(word, step, bySteps);
        List<Archive> same = bySteps.getOrDefault(steps, List.of());
        places.add(new int[] {steps, same.size() - 1});
        Archive archive = same.get(same.size() - 1);
        rings.add(new Ring(word(archive.function()), archive.tolerance(), steps, archive.rows()));
    }

    private static int parse(String word, int step, Map<Integer, List<Archive>> bySteps) {
        String[] part = word.split(":", -1);
        try {
            if (part.length != 5) {
                throw new IllegalArgumentException("it has " + part.length + " parts, and five are needed");
            }
            Consolidation function = function(part[1]);
            double tolerance = RrdWord.real(part[2], "xff");
            int steps = count(part[3], step, "the number of steps");
            int rows = count(part[4], (long) step * steps, "the number of rows");
            if (tolerance < 0 || tolerance >= 1) {
                throw new IllegalArgumentException("xff is not from 0 to below 1");
            }
            List<Archive> same = bySteps.computeIfAbsent(steps, any -> new ArrayList<>());
            same.add(new Archive(function, tolerance, rows));
            return steps;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Not an archive: \"" + word + "\": " + e.getMessage(), e);
        }
    }

    /** A number of things that last some seconds each, or the time that they take together, such as {@code 1d}. */
    private static int count(String word, long seconds, String name) {
        long value = RrdWord.hasUnit(word) ? RrdWord.duration(word, name) : 0;
        if (value % seconds != 0) {
            throw new IllegalArgumentException(name + ": " + word + " is not a multiple of " + seconds + " s");
        }
        if (value == 0 && !word.matches("\\d{1,9}")) {
            throw new IllegalArgumentException(name + " is not a number: \"" + word + "\"");
        }
        long count = value == 0 ? Long.parseLong(word) : value / seconds;
        if (count < 1 || count > 999_999_999) {
            throw new IllegalArgumentException(name + " is not from 1 to 999999999: " + word);
        }
        return (int) count;
    }

    /** Reads rrdtool's name of a function. */
    static Consolidation function(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "MIN" -> Consolidation.MINIMUM;
            case "MAX" -> Consolidation.MAXIMUM;
            case "AVERAGE" -> Consolidation.AVERAGE;
            case "LAST" -> Consolidation.LAST;
            default -> throw new IllegalArgumentException("Not one of AVERAGE, MIN, MAX and LAST: \"" + name + "\"");
        };
    }

    /** rrdtool's name of a function. */
    private static String word(Consolidation function) {
        return switch (function) {
            case MINIMUM -> "MIN";
            case MAXIMUM -> "MAX";
            case AVERAGE -> "AVERAGE";
            case LAST -> "LAST";
        };
    }

    List<Series> series() {
        return series;
    }

    /** Seconds per row of the finest archive that there can be. */
    int step() {
        return step;
    }

    /**
     * One archive, as it was asked for.
     *
     * @param function in rrdtool's word
     * @param tolerance greatest share of unknown steps in a known row
     * @param steps steps per row
     */
    record Ring(String function, double tolerance, int steps, int rows) {}

    /** The archives in the order in which they were asked for. */
    List<Ring> rings() {
        return rings;
    }

    /** Time of the newest update, in milliseconds since 1970. */
    long last() {
        return engine.entity(ENTITY).map(EntityInfo::lastUpdate).orElse(0L);
    }

    /** The newest readings, in order of the sources. */
    List<Double> latest() {
        List<SeriesId> ids = series.stream().map(Series::id).toList();
        return engine.latest(Selector.all(), ids).stream()
                .map(Latest::readings)
                .flatMap(List::stream)
                .map(Reading::value)
                .toList();
    }

    /**
     * Writes one update.
     *
     * @param values one per source; {@code null} in the list is not allowed, NaN is unknown
     * @return why it was refused, or an empty text
     */
    String update(long time, List<Number> values) {
        if (values.size() != series.size()) {
            throw new IllegalArgumentException(values.size() + " values for " + series.size() + " data sources");
        }
        if (time < last() + 1000) {
            return "Bad update time: it is less than a second after the last update, " + last() / 1000;
        }
        Batch batch = new Batch();
        for (int i = 0; i < values.size(); i++) {
            batch.add(ENTITY, time, series.get(i), values.get(i));
        }
        WriteResult result = engine.write(batch).join();
        return result.complete() ? "" : String.join("; ", result.reasons());
    }

    /**
     * Rows of one archive.
     *
     * @param first end of the first row in seconds
     * @param step seconds per row
     * @param values by source, then row
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Rows(long first, long step, double[][] values) {}

    /**
     * Reads as rrdtool does: of the archives with the function that cover the start the one whose row length is nearest
     * to the wanted one, else the one that covers most. The start is rounded down and the end up to whole rows, the end
     * by a whole row even where it is one.
     *
     * @param start seconds since 1970, before {@code end}
     * @param step wanted seconds per row
     */
    Rows fetch(Consolidation function, long start, long end, long step) throws IOException {
        if (start >= end) {
            throw new IllegalArgumentException("Bad search time: start " + start + " is not before end " + end);
        }
        int best = choose(function, start, end, step);
        Resolution resolution = resolution(best);
        long row = options.rowSeconds(resolution);
        long from = Math.floorDiv(start, row);
        long to = Math.floorDiv(end, row) + 1;
        if (to - from > 10_000_000) {
            throw new IllegalArgumentException("The answer would have " + (to - from) + " rows");
        }
        int[] ordinals = new int[series.size()];
        Arrays.setAll(ordinals, i -> i);
        double[][][] values =
                engine.rows(ENTITY, ordinals, resolution, new int[] {places.get(best)[1]}, from + 1, (int) (to - from));
        double[][] bySource = new double[series.size()][];
        long newest = Math.floorDiv(last(), row * 1000);
        long oldest = newest - archive(best).rows() + 1;
        for (int s = 0; s < bySource.length; s++) {
            bySource[s] = values[s][0];
            for (int i = 0; i < bySource[s].length; i++) {
                if (from + 1 + i < oldest) {
                    bySource[s][i] = Double.NaN;
                }
            }
        }
        return new Rows((from + 1) * row, row, bySource);
    }

    private Resolution resolution(int archive) {
        return options.resolutions().stream()
                .filter(r -> r.steps() == places.get(archive)[0])
                .findFirst()
                .orElseThrow();
    }

    private Archive archive(int index) {
        return resolution(index).archives().get(places.get(index)[1]);
    }

    private int choose(Consolidation function, long start, long end, long step) {
        int full = -1;
        int part = -1;
        long fullDistance = 0;
        long partDistance = 0;
        long partMatch = 0;
        long last = last() / 1000;
        for (int i = 0; i < rings.size(); i++) {
            if (archive(i).function() != function) {
                continue;
            }
            long row = options.rowSeconds(resolution(i));
            long until = last - Math.floorMod(last, row);
            long since = until - row * archive(i).rows();
            long distance = Math.abs(step - row);
            if (since <= start) {
                if (full < 0 || distance < fullDistance) {
                    full = i;
                    fullDistance = distance;
                }
            } else {
                long match = end - start - (since - start) - Math.max(0, end - until);
                if (part < 0 || match > partMatch || (match == partMatch && distance < partDistance)) {
                    part = i;
                    partMatch = match;
                    partDistance = distance;
                }
            }
        }
        if (full < 0 && part < 0) {
            throw new IllegalArgumentException("No archive keeps " + word(function));
        }
        return full >= 0 ? full : part;
    }

    @Override
    public void close() throws IOException {
        engine.maintainNow();
        engine.close();
    }
}
