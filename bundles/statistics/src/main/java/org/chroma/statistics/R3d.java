package org.chroma.statistics;

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
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.chroma.statistics.internal.StandaloneStore;

/**
 * The {@code r3d} command: round-robin databases outside the manager, in rrdtool's words.
 *
 * <pre>
 * r3d create load.r3d --step 10 DS:load:GAUGE:20:0:U RRA:AVERAGE:0.5:1:8640 RRA:MAX:0.5:360:720
 * r3d update load.r3d N:0.7
 * r3d fetch load.r3d AVERAGE --start -1h
 * </pre>
 *
 * A database is a directory.
 */
public final class R3d {
    private static final String USAGE = """
            usage: r3d create STORE [--start TIME] [--step SECONDS] DS:name:type:heartbeat:min:max... RRA:function:xff:steps:rows...
                   r3d update STORE TIME:value[:value...]...
                   r3d fetch STORE function [--resolution SECONDS] [--start TIME] [--end TIME]
                   r3d info STORE
                   r3d dump STORE
                   r3d load STORE   (reads a dump from standard input)
            types: GAUGE COUNTER DERIVE ABSOLUTE; functions: AVERAGE MIN MAX LAST; TIME: seconds since 1970, N or now, -1h, now-2d""";

    private static final Pattern RELATIVE = Pattern.compile("(?:now|N)?(?:-(\\d{1,9})([smhdwy]?))?");

    private final PrintStream out;
    private final InputStream in;

    private R3d(InputStream in, PrintStream out) {
        this.in = in;
        this.out = out;
    }

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.in, System.out, System.err));
    }

    /** Runs one command; returns its exit code: 0, 1 where it failed, 2 where the command line is wrong. */
    public static int run(List<String> arguments, InputStream in, PrintStream out, PrintStream err) {
        try {
            new R3d(in, out).run(arguments);
            return 0;
        } catch (IllegalArgumentException e) {
            err.println("ERROR: " + e.getMessage());
            return 2;
        } catch (IOException | StatisticsException e) {
            err.println("ERROR: " + e.getMessage());
            return 1;
        }
    }

    private void run(List<String> arguments) throws IOException {
        if (arguments.size() < 2) {
            throw new IllegalArgumentException(USAGE);
        }
        Path store = Path.of(arguments.get(1));
        List<String> rest = new ArrayList<>(arguments.subList(2, arguments.size()));
        switch (arguments.get(0)) {
            case "create" -> create(store, rest);
            case "update" -> update(store, rest);
            case "fetch" -> fetch(store, rest);
            case "info" -> info(store);
            case "dump" -> dump(store);
            case "load" -> load(store);
            default -> throw new IllegalArgumentException(USAGE);
        }
    }

    /** Takes an option with its value out of the words. */
    private static String option(List<String> words, String name, String otherwise) {
        int at = words.indexOf(name);
        if (at < 0) {
            return otherwise;
        }
        if (at + 1 == words.size()) {
            throw new IllegalArgumentException(name + " needs a value");
        }
        String value = words.get(at + 1);
        words.subList(at, at + 2).clear();
        return value;
    }

    private static long seconds(String text, long now) {
        if (text.matches("\\d{1,12}")) {
            return Long.parseLong(text);
        }
        Matcher relative = RELATIVE.matcher(text);
        if (text.isEmpty() || !relative.matches()) {
            throw new IllegalArgumentException("Not a time: \"" + text + "\"");
        }
        if (relative.group(1) == null) {
            return now;
        }
        long[] lengths = {1, 60, 3_600, 86_400, 604_800, 31_536_000};
        int unit = relative.group(2).isEmpty() ? 0 : "smhdwy".indexOf(relative.group(2));
        return now - Long.parseLong(relative.group(1)) * lengths[unit];
    }

    private static long now() {
        return System.currentTimeMillis() / 1000;
    }

    private static long number(String text, String name) {
        if (!text.matches("\\d{1,9}")) {
            throw new IllegalArgumentException(name + " is not a number of seconds: \"" + text + "\"");
        }
        return Long.parseLong(text);
    }

    private static void create(Path store, List<String> words) throws IOException {
        long start = seconds(option(words, "--start", "now-10"), now());
        int step = (int) number(option(words, "--step", "300"), "--step");
        StandaloneStore.create(store, start, step, words);
    }

    private static void update(Path directory, List<String> words) throws IOException {
        try (StandaloneStore store = StandaloneStore.open(directory)) {
            for (String word : words) {
                List<String> parts = List.of(word.split(":", -1));
                long time = parts.get(0).matches("\\d{1,12}\\.\\d{1,9}")
                        ? Math.round(Double.parseDouble(parts.get(0)) * 1000)
                        : parts.get(0).equals("N") ? System.currentTimeMillis() : seconds(parts.get(0), now()) * 1000;
                List<Number> values = new ArrayList<>();
                for (String value : parts.subList(1, parts.size())) {
                    values.add(value(value));
                }
                String refusal = store.update(time, values);
                if (!refusal.isEmpty()) {
                    throw new IllegalArgumentException(word + ": " + refusal);
                }
            }
        }
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
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("Not a reading: \"" + text + "\"", e);
        }
    }

    private void fetch(Path directory, List<String> words) throws IOException {
        String resolution = option(words, "--resolution", "1");
        String end = option(words, "--end", "now");
        String start = option(words, "--start", "");
        if (words.size() != 1) {
            throw new IllegalArgumentException("fetch needs one function\n" + USAGE);
        }
        long until = seconds(end, now());
        long since = start.isEmpty() ? until - 86_400 : seconds(start, now());
        try (StandaloneStore store = StandaloneStore.open(directory)) {
            StandaloneStore.Rows rows = store.fetch(
                    StandaloneStore.function(words.get(0)), since, until, number(resolution, "--resolution"));
            StringBuilder head = new StringBuilder("           ");
            store.series()
                    .forEach(series -> head.append("%20s".formatted(series.id().name())));
            out.println(head);
            out.println();
            for (int i = 0; i < rows.values()[0].length; i++) {
                StringBuilder line = new StringBuilder("%10d:".formatted(rows.first() + i * rows.step()));
                for (double[] values : rows.values()) {
                    line.append(' ')
                            .append(Double.isNaN(values[i]) ? "nan" : String.format(Locale.ROOT, "%.10e", values[i]));
                }
                out.println(line);
            }
        }
    }

    private void info(Path directory) throws IOException {
        try (StandaloneStore store = StandaloneStore.open(directory)) {
            store.definition().forEach(out::println);
            out.println("last_update = " + store.last() / 1000);
            List<Double> latest = store.latest();
            for (int i = 0; i < latest.size(); i++) {
                out.println("ds[" + store.series().get(i).id().name() + "].last_ds = " + latest.get(i));
            }
        }
    }

    /** Prints every file of a database that nobody has open, so that {@link #load} makes the same database again. */
    private void dump(Path directory) throws IOException {
        StandaloneStore.open(directory).close();
        out.println("r3d dump 1");
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

    private void load(Path directory) throws IOException {
        if (Files.exists(directory)) {
            throw new IllegalArgumentException(directory + " exists already");
        }
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
        if (!"r3d dump 1".equals(lines.readLine())) {
            throw new IllegalArgumentException("Standard input is not an r3d dump");
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
            contents.add(Base64.getDecoder().decode(line.substring(space + 1)));
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
}
