package org.chroma.statistics.r3d;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.chroma.statistics.Consolidation;
import org.chroma.statistics.Series;

/**
 * Round-robin databases outside the manager, in rrdtool's words; what the commands {@code r3d create}, {@code update},
 * {@code fetch},
 * {@code info}, {@code dump} and {@code load} do. A database is a directory, which one program at a time may have open.
 *
 * <p>Times are seconds since 1970, {@code N} or {@code now}, {@code -1h}, {@code now-2d}. Each method throws
 * {@link IllegalArgumentException} with one line that names the word that is wrong, and {@link IOException} where the
 * files fail.
 */
public final class R3d {
    private static final String DUMP = "r3d dump 1";
    private static final Pattern EXACT_TIME = Pattern.compile("\\d{1,12}\\.\\d{1,9}");

    private R3d() {}

    /**
     * Makes a database; fails where something is at that place already.
     *
     * @param start readings must be later
     * @param step seconds between two rows of the finest archive, such as {@code 10} or {@code 5m}
     * @param words {@code DS:name:type:heartbeat:min:max} and {@code RRA:function:xff:steps:rows}, at least one of each
     */
    public static void create(Path store, String start, String step, List<String> words) throws IOException {
        StandaloneStore.create(
                store, RrdWord.moment(start, now()), Math.toIntExact(RrdWord.duration(step, "The step")), words);
    }

    /**
     * Writes readings. Those before a wrong one are kept.
     *
     * @param template names of the data sources in the order of the values, joined by colons, the others being unknown;
     *     empty for all in their own order
     * @param updates {@code time:value:value…}, where {@code U} is an unknown value
     */
    public static void update(Path directory, String template, List<String> updates) throws IOException {
        try (StandaloneStore store = StandaloneStore.open(directory)) {
            int[] places = places(template, store);
            for (String update : updates) {
                String[] parts = update.split(":", -1);
                if (parts.length - 1 != places.length) {
                    throw new IllegalArgumentException("Bad update string: \"%s\" has %d values for %d data sources"
                            .formatted(update, parts.length - 1, places.length));
                }
                Number[] values = new Number[store.series().size()];
                Arrays.fill(values, Double.NaN);
                for (int i = 0; i < places.length; i++) {
                    values[places[i]] = value(parts[i + 1]);
                }
                String refusal = store.update(milliseconds(parts[0]), List.of(values));
                if (!refusal.isEmpty()) {
                    throw new IllegalArgumentException("\"" + update + "\": " + refusal);
                }
            }
        }
    }

    private static int[] places(String template, StandaloneStore store) {
        List<String> names =
                store.series().stream().map(series -> series.id().name()).toList();
        List<String> wanted = template.isEmpty() ? names : List.of(template.split(":", -1));
        for (String name : wanted) {
            if (!names.contains(name)) {
                throw new IllegalArgumentException(
                        "No data source is called \"" + name + "\"; there is " + String.join(", ", names));
            }
        }
        if (wanted.stream().distinct().count() < wanted.size()) {
            throw new IllegalArgumentException("A data source is named twice: \"" + template + "\"");
        }
        return wanted.stream().mapToInt(names::indexOf).toArray();
    }

    private static long milliseconds(String time) {
        if (time.equals("N")) {
            return System.currentTimeMillis();
        }
        if (EXACT_TIME.matcher(time).matches()) {
            return Math.round(Double.parseDouble(time) * 1000);
        }
        return RrdWord.moment(time, now()) * 1000;
    }

    private static Number value(String text) {
        if (text.equals("U")) {
            return Double.NaN;
        }
        if (text.matches("-?\\d{1,20}")) {
            BigInteger whole = new BigInteger(text);
            if (whole.bitLength() <= 64) {
                return whole.longValue();
            }
        }
        return RrdWord.real(text, "A reading");
    }

    /**
     * Prints the rows of the archive that fits a time and a resolution best.
     *
     * @param function {@code AVERAGE}, {@code MIN}, {@code MAX} or {@code LAST}
     * @param resolution wanted seconds per row
     * @param start may count from the end: {@code end-1h}
     * @param end may count from the start: {@code start+1h}
     */
    public static void fetch(
            Path directory, String function, String resolution, String start, String end, PrintStream out)
            throws IOException {
        Consolidation consolidation = StandaloneStore.function(function);
        long wanted = RrdWord.duration(resolution, "The resolution");
        long[] span = RrdWord.span(start, end, now());
        try (StandaloneStore store = StandaloneStore.open(directory)) {
            StandaloneStore.Rows rows = store.fetch(consolidation, span[0], span[1], wanted);
            StringBuilder head = new StringBuilder("           ");
            store.series()
                    .forEach(series -> head.append("%20s".formatted(series.id().name())));
            out.println(head);
            out.println();
            for (int i = 0; i < rows.values()[0].length; i++) {
                StringBuilder line = new StringBuilder("%10d:".formatted(rows.first() + i * rows.step()));
                for (double[] values : rows.values()) {
                    line.append(' ').append(Double.isNaN(values[i]) ? "nan" : real(values[i]));
                }
                out.println(line);
            }
        }
    }

    /** Prints what a database is made of and what it was told last. */
    public static void info(Path directory, PrintStream out) throws IOException {
        try (StandaloneStore store = StandaloneStore.open(directory)) {
            out.println("filename = \"" + directory + "\"");
            out.println("step = " + store.step());
            out.println("last_update = " + store.last() / 1000);
            List<Double> latest = store.latest();
            for (int i = 0; i < store.series().size(); i++) {
                Series series = store.series().get(i);
                String name = "ds[" + series.id().name() + "].";
                out.println(name + "index = " + i);
                out.println(name + "type = \"" + series.type() + "\"");
                out.println(name + "minimal_heartbeat = " + series.heartbeat().toSeconds());
                out.println(name + "min = " + bound(series.minimum()));
                out.println(name + "max = " + bound(series.maximum()));
                out.println(name + "last_ds = \"" + reading(latest.get(i)) + "\"");
            }
            List<StandaloneStore.Ring> rings = store.rings();
            for (int i = 0; i < rings.size(); i++) {
                String name = "rra[" + i + "].";
                out.println(name + "cf = \"" + rings.get(i).function() + "\"");
                out.println(name + "rows = " + rings.get(i).rows());
                out.println(name + "pdp_per_row = " + rings.get(i).steps());
                out.println(name + "xff = " + real(rings.get(i).tolerance()));
            }
        }
    }

    private static String bound(double value) {
        return Double.isNaN(value) ? "NaN" : real(value);
    }

    private static String reading(double value) {
        if (Double.isNaN(value)) {
            return "U";
        }
        return value == Math.rint(value) && Math.abs(value) < 1L << 53
                ? String.valueOf((long) value)
                : String.valueOf(value);
    }

    private static String real(double value) {
        return String.format(Locale.ROOT, "%.10e", value);
    }

    /** Prints every file of a database that nobody has open, so that {@link #load} makes the same database again. */
    public static void dump(Path directory, PrintStream out) throws IOException {
        StandaloneStore.open(directory).close();
        out.println(DUMP);
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                if (!file.endsWith("lock")) {
                    out.println(directory.relativize(file) + " "
                            + Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
                }
            }
        }
        out.println("end");
    }

    /** Makes a database of what {@link #dump} printed; where that is not whole, nothing is made. */
    public static void load(Path directory, InputStream dump) throws IOException {
        if (Files.exists(directory)) {
            throw new IllegalArgumentException(directory + " exists already");
        }
        BufferedReader lines = new BufferedReader(new InputStreamReader(dump, StandardCharsets.US_ASCII));
        if (!DUMP.equals(lines.readLine())) {
            throw new IllegalArgumentException("What is to be loaded is not an r3d dump");
        }
        List<Path> paths = new ArrayList<>();
        List<byte[]> contents = new ArrayList<>();
        String line = lines.readLine();
        for (; line != null && !line.equals("end"); line = lines.readLine()) {
            int space = line.indexOf(' ');
            String name = space < 0 ? "" : line.substring(0, space);
            if (!name.matches("definition|blocks|log/\\d{10}\\.log")) {
                throw new IllegalArgumentException("The dump holds an unexpected file: \"" + name + "\"");
            }
            paths.add(directory.resolve(name));
            try {
                contents.add(Base64.getDecoder().decode(line.substring(space + 1)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("The dump of " + name + " is damaged: " + e.getMessage(), e);
            }
        }
        if (line == null) {
            throw new IllegalArgumentException("The dump ends early");
        }
        Files.createDirectories(directory.resolve("log"));
        for (int i = 0; i < paths.size(); i++) {
            Files.write(paths.get(i), contents.get(i));
        }
        StandaloneStore.open(directory).close();
    }

    private static long now() {
        return System.currentTimeMillis() / 1000;
    }
}
