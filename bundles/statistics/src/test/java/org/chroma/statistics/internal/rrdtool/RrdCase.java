package org.chroma.statistics.internal.rrdtool;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.chroma.statistics.Batch;
import org.chroma.statistics.Consolidation;
import org.chroma.statistics.Series;
import org.chroma.statistics.SeriesId;
import org.chroma.statistics.SeriesType;
import org.chroma.statistics.WriteResult;
import org.chroma.statistics.internal.Engine;
import org.chroma.statistics.internal.options.Archive;
import org.chroma.statistics.internal.options.Options;
import org.chroma.statistics.internal.options.Resolution;
import org.chroma.statistics.internal.store.MemoryBlockStore;
import org.jspecify.annotations.Nullable;

/** One database as rrdtool sees it: definition, updates, and what rrdtool made of them. */
final class RrdCase {
    record Source(String name, SeriesType type, int heartbeat, double minimum, double maximum) {
        String argument() {
            return "DS:%s:%s:%d:%s:%s".formatted(name, type, heartbeat, bound(minimum), bound(maximum));
        }

        private static String bound(double value) {
            return Double.isNaN(value) ? "U" : Double.toString(value);
        }
    }

    record Rra(Consolidation function, double tolerance, int steps, int rows) {
        String argument() {
            String name = function == Consolidation.MINIMUM
                    ? "MIN"
                    : function == Consolidation.MAXIMUM ? "MAX" : function.name();
            return "RRA:%s:%s:%d:%d".formatted(name, tolerance, steps, rows);
        }
    }

    /** Time in milliseconds, one word per source. */
    record Update(long time, List<String> values) {
        String argument() {
            return "%d.%03d:%s".formatted(time / 1000, time % 1000, String.join(":", values));
        }
    }

    final long start;
    final int step;
    final List<Source> sources = new ArrayList<>();
    final List<Rra> archives = new ArrayList<>();
    final List<Update> updates = new ArrayList<>();
    /** Whether rrdtool took each update. */
    final List<Boolean> taken = new ArrayList<>();
    /** Rows of each archive: time to one value per source. */
    final List<Map<Long, double[]>> rows = new ArrayList<>();

    private static final List<Consolidation> FUNCTIONS =
            List.of(Consolidation.AVERAGE, Consolidation.MINIMUM, Consolidation.MAXIMUM, Consolidation.LAST);

    private RrdCase(long start, int step) {
        this.start = start;
        this.step = step;
    }

    // ---- making one up

    static RrdCase random(long seed) {
        Random random = new Random(seed);
        int step = pick(random, 1, 5, 10, 10, 10, 30, 60, 300);
        RrdCase made = new RrdCase(1_600_000_000L + random.nextInt(100_000), step);
        int sources = 1 + random.nextInt(5);
        SeriesType[] types = {SeriesType.GAUGE, SeriesType.COUNTER, SeriesType.DERIVE, SeriesType.ABSOLUTE};
        for (int i = 0; i < sources; i++) {
            SeriesType type = types[random.nextInt(types.length)];
            double minimum = random.nextInt(3) == 0 ? (random.nextBoolean() ? 0 : 2.5) : Double.NaN;
            double maximum = random.nextInt(4) == 0 ? 10 + random.nextInt(1000) : Double.NaN;
            int heartbeat = Math.max(1, step * (1 + random.nextInt(4)) - (random.nextInt(3) == 0 ? step / 3 : 0));
            made.sources.add(new Source("s" + i, type, heartbeat, minimum, maximum));
        }
        int archives = 1 + random.nextInt(5);
        for (int i = 0; i < archives; i++) {
            made.archives.add(new Rra(
                    FUNCTIONS.get(random.nextInt(4)),
                    new double[] {0, 0.1, 0.5, 0.5, 0.5, 0.9, 0.99}[random.nextInt(7)],
                    pick(random, 1, 1, 2, 3, 5, 6, 7, 12, 30),
                    5 + random.nextInt(60)));
        }
        made.updates(random);
        return made;
    }

    private static int pick(Random random, int... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private void updates(Random random) {
        int count = 20 + random.nextInt(150);
        boolean fractions = random.nextInt(3) == 0;
        int habit = random.nextInt(4);
        long time = start * 1000;
        Map<Integer, BigInteger> counters = new TreeMap<>();
        // after a silence longer than an archive, rrdtool 1.7 writes the row before it to the wrong place
        int longestSilence = Math.max(1, Math.min(400, shortestArchive()));
        for (int i = 0; i < count; i++) {
            long advance = switch (habit) {
                case 0 -> step * 1000L;
                case 1 -> step * 1000L + random.nextInt(2_001) - 1_000;
                case 2 -> 1 + random.nextInt(step * 2_000);
                default -> 1000 + random.nextInt(1 + step * 300);
            };
            if (random.nextInt(15) == 0) {
                advance = step * 1000L * random.nextInt(8);
            } else if (random.nextInt(60) == 0) {
                advance = step * 1000L * random.nextInt(longestSilence);
            }
            advance = Math.max(1000, advance);
            if (!fractions) {
                advance = Math.max(1, Math.round(advance / 1000.0)) * 1000;
            }
            advance = advance / 125 * 125; // rrdtool reads times as doubles: eighths of a second are exact
            time += advance;
            List<String> values = new ArrayList<>();
            for (int s = 0; s < sources.size(); s++) {
                values.add(random.nextInt(20) == 0 ? "U" : value(random, s, counters));
            }
            updates.add(new Update(time, values));
            if (random.nextInt(25) == 0) {
                long back = fractions ? random.nextInt(400) * 125L : 1000L * random.nextInt(50);
                updates.add(new Update(Math.max(start * 1000 - 5000, time - back), values));
            }
        }
    }

    private int shortestArchive() {
        return archives.stream().mapToInt(a -> a.steps * (a.rows - 2)).min().orElseThrow();
    }

    private String value(Random random, int s, Map<Integer, BigInteger> counters) {
        switch (sources.get(s).type) {
            case GAUGE -> {
                return random.nextBoolean()
                        ? Integer.toString(random.nextInt(2000) - 500)
                        : Double.toString((random.nextInt(2_000_000) - 500_000) / 1000.0);
            }
            case ABSOLUTE -> {
                return Integer.toString(random.nextInt(50_000));
            }
            default -> {
                // below
            }
        }
        boolean counter = sources.get(s).type == SeriesType.COUNTER;
        BigInteger value = counters.computeIfAbsent(s, any -> first(random, counter));
        BigInteger more = BigInteger.valueOf(
                random.nextInt(3) == 0 ? 0 : random.nextInt(random.nextInt(4) == 0 ? 2_000_000 : 500));
        if (counter && value.bitLength() > 62) {
            more = BigInteger.ONE
                    .shiftLeft(58)
                    .add(more); // rrdtool's sums at a 64-bit wrap are good to some thousands only
        }
        value = !counter && random.nextInt(3) == 0 ? value.subtract(more) : value.add(more);
        if (random.nextInt(40) == 0) {
            value = BigInteger.valueOf(random.nextInt(1000)); // a restart
        }
        if (counter) {
            BigInteger limit = value.bitLength() <= 34 ? BigInteger.ONE.shiftLeft(32) : BigInteger.ONE.shiftLeft(64);
            value = value.bitLength() > 32 && value.bitLength() <= 34
                    ? value.mod(limit)
                    : value.mod(BigInteger.ONE.shiftLeft(64));
        }
        counters.put(s, value);
        return value.toString();
    }

    private static BigInteger first(Random random, boolean counter) {
        return switch (random.nextInt(4)) {
            case 0 -> BigInteger.valueOf(random.nextInt(1000));
            case 1 -> BigInteger.valueOf(4_294_967_296L - random.nextInt(5000));
            case 2 ->
                counter
                        ? BigInteger.ONE
                                .shiftLeft(64)
                                .subtract(BigInteger.ONE
                                        .shiftLeft(56)
                                        .multiply(BigInteger.valueOf(5 + random.nextInt(30))))
                        : BigInteger.valueOf(-random.nextInt(5000));
            default -> BigInteger.valueOf(random.nextLong() >>> 12);
        };
    }

    // ---- keeping it

    void write(PrintStream out) {
        out.println("case " + start + " " + step);
        sources.forEach(source -> out.println(source.argument()));
        archives.forEach(archive -> out.println(archive.argument()));
        for (int i = 0; i < updates.size(); i++) {
            out.println((taken.get(i) ? "u " : "e ") + updates.get(i).argument());
        }
        for (int a = 0; a < rows.size(); a++) {
            int archive = a;
            rows.get(a).forEach((time, values) -> {
                StringBuilder line = new StringBuilder("r " + archive + " " + time);
                for (double value : values) {
                    line.append(' ').append(Double.isNaN(value) ? "U" : Double.toString(value));
                }
                out.println(line);
            });
        }
        out.println("end");
    }

    /** Reads what {@link #write} wrote; null at the end. */
    static @Nullable RrdCase read(BufferedReader in) throws IOException {
        String line = in.readLine();
        if (line == null) {
            return null;
        }
        String[] head = line.split(" ", -1);
        RrdCase read = new RrdCase(Long.parseLong(head[1]), Integer.parseInt(head[2]));
        for (line = in.readLine(); line != null && !line.equals("end"); line = in.readLine()) {
            String[] word = line.split("[ :]", -1);
            switch (word[0]) {
                case "DS" ->
                    read.sources.add(new Source(
                            word[1],
                            SeriesType.valueOf(word[2]),
                            Integer.parseInt(word[3]),
                            number(word[4]),
                            number(word[5])));
                case "RRA" -> {
                    read.archives.add(new Rra(
                            function(word[1]),
                            Double.parseDouble(word[2]),
                            Integer.parseInt(word[3]),
                            Integer.parseInt(word[4])));
                    read.rows.add(new TreeMap<>());
                }
                case "u", "e" -> {
                    read.taken.add(word[0].equals("u"));
                    read.updates.add(new Update(
                            Math.round(Double.parseDouble(word[1]) * 1000),
                            List.of(word).subList(2, word.length)));
                }
                case "r" -> {
                    double[] values = new double[read.sources.size()];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = number(word[3 + i]);
                    }
                    read.rows.get(Integer.parseInt(word[1])).put(Long.parseLong(word[2]), values);
                }
                default -> throw new IOException("Not a corpus line: " + line);
            }
        }
        return read;
    }

    static double number(String word) {
        return word.equals("U") || word.equalsIgnoreCase("nan") || word.equals("-nan")
                ? Double.NaN
                : Double.parseDouble(word);
    }

    static Consolidation function(String word) {
        return switch (word) {
            case "MIN" -> Consolidation.MINIMUM;
            case "MAX" -> Consolidation.MAXIMUM;
            default -> Consolidation.valueOf(word);
        };
    }

    // ---- the same with the engine

    /** Feeds the engine, with small blocks and restarts in between, and describes every difference to rrdtool. */
    List<String> differences(Path logDirectory, long seed) throws IOException {
        Random random = new Random(seed);
        Map<Integer, List<Archive>> bySteps = new TreeMap<>();
        List<int[]> places = new ArrayList<>();
        for (Rra rra : archives) {
            List<Archive> same = bySteps.computeIfAbsent(rra.steps, any -> new ArrayList<>());
            places.add(new int[] {rra.steps, same.size()});
            same.add(new Archive(rra.function, rra.tolerance, rra.rows));
        }
        List<Resolution> resolutions = new ArrayList<>();
        bySteps.forEach((steps, same) -> resolutions.add(new Resolution(steps, same)));
        Options options = Options.defaults()
                .withResolutions(step, resolutions)
                .withRrdtoolFaults()
                .withTolerance(Duration.ofDays(100_000), Duration.ofDays(100_000))
                .withBlocks(3 + random.nextInt(70), 2 + random.nextInt(3), 1 << (8 + random.nextInt(6)), 1 << 20);
        InstantSource clock = InstantSource.fixed(Instant.ofEpochSecond(start)); // nothing expires
        MemoryBlockStore store = new MemoryBlockStore();
        Engine engine = new Engine(options, store, logDirectory, clock);
        List<Series> series = sources.stream()
                .map(s -> Series.of(SeriesId.of(s.name), s.type)
                        .heartbeat(Duration.ofSeconds(s.heartbeat))
                        .minimum(s.minimum)
                        .maximum(s.maximum))
                .toList();
        engine.define("e", Map.of(), series);
        engine.begin("e", start * 1000);
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < updates.size(); i++) {
            Update update = updates.get(i);
            Batch batch = new Batch();
            for (int s = 0; s < sources.size(); s++) {
                batch.add("e", update.time, series.get(s), reading(update.values.get(s)));
            }
            WriteResult result = engine.write(batch).join();
            if (result.complete() != taken.get(i)) {
                differences.add("update " + i + " " + update.argument() + ": rrdtool "
                        + (taken.get(i) ? "takes it" : "refuses it") + ", we say " + result);
            }
            if (random.nextInt(50) == 0) {
                engine.close();
                engine = new Engine(options, store, logDirectory, clock);
            }
            if (random.nextInt(80) == 0) {
                engine.flush();
            }
        }
        if (random.nextBoolean()) {
            engine.flush();
        }
        engine.settle();
        for (int a = 0; a < archives.size(); a++) {
            compare(engine, options, a, places.get(a), differences);
        }
        engine.close();
        return differences;
    }

    static Number reading(String word) {
        if (word.equals("U")) {
            return Double.NaN;
        }
        return word.contains(".") ? (Number) Double.valueOf(word) : (Number) new BigInteger(word).longValue();
    }

    private void compare(Engine engine, Options options, int a, int[] place, List<String> differences)
            throws IOException {
        Resolution resolution = options.resolutions().stream()
                .filter(r -> r.steps() == place[0])
                .findFirst()
                .orElseThrow();
        Map<Long, double[]> expected = rows.get(a);
        long rowSeconds = options.rowSeconds(resolution);
        List<Long> times = new ArrayList<>(expected.keySet());
        long first = times.get(0) / rowSeconds;
        int[] ordinals = IntStream.range(0, sources.size()).toArray();
        double[][][] values = engine.rows("e", ordinals, resolution, new int[] {place[1]}, first, times.size());
        for (int i = 0; i < times.size(); i++) {
            double[] want = Objects.requireNonNull(expected.get(times.get(i)));
            for (int s = 0; s < want.length; s++) {
                double have = values[s][0][i];
                boolean same = Double.isNaN(want[s])
                        ? Double.isNaN(have)
                        : Math.abs(have - want[s]) <= 1e-9 * Math.abs(want[s]) + 1e-300;
                if (!same) {
                    differences.add("%s of %s at %d: rrdtool %s, we %s"
                            .formatted(
                                    archives.get(a).argument(),
                                    sources.get(s).argument(),
                                    times.get(i),
                                    want[s],
                                    have));
                }
            }
        }
    }
}
