package org.chroma.statistics.internal.rrdtool;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The real rrdtool, spoken to over its pipe. */
public final class RrdTool implements Closeable {
    private static final Pattern ROW = Pattern.compile("/ (-?\\d+) --> <row>(.*)</row>");
    private static final Pattern VALUE = Pattern.compile("<v>([^<]*)</v>");

    private final Process process;
    private final BufferedWriter in;
    private final BufferedReader out;

    RrdTool(Path directory) throws IOException {
        process = new ProcessBuilder("rrdtool", "-")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        in = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.US_ASCII));
        out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    }

    public static boolean present() {
        try {
            Process process = new ProcessBuilder("rrdtool", "--version")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectErrorStream(true)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Sends a command; returns the lines of its answer, or null if it was refused. */
    @Nullable
    List<String> command(String command) throws IOException {
        in.write(command);
        in.newLine();
        in.flush();
        List<String> lines = new ArrayList<>();
        while (true) {
            String line = out.readLine();
            if (line == null) {
                throw new IOException("rrdtool ended");
            }
            if (line.startsWith("OK")) {
                return lines;
            }
            if (line.startsWith("ERROR")) {
                return null;
            }
            lines.add(line);
        }
    }

    /** Lets rrdtool work on a case and notes in it what came out. */
    void run(RrdCase work, String file) throws IOException {
        StringBuilder create = new StringBuilder("create " + file + " --start " + work.start + " --step " + work.step);
        work.sources.forEach(source -> create.append(' ').append(source.argument()));
        work.archives.forEach(archive -> create.append(' ').append(archive.argument()));
        if (command(create.toString()) == null) {
            throw new IOException("rrdtool refuses " + create);
        }
        for (RrdCase.Update update : work.updates) {
            work.taken.add(command("update " + file + " " + update.argument()) != null);
        }
        Map<Long, double[]> rows = new TreeMap<>();
        List<String> dump = command("dump " + file);
        for (String line : dump == null ? List.<String>of() : dump) {
            if (line.contains("<database>")) {
                rows = new TreeMap<>();
                work.rows.add(rows);
            }
            Matcher row = ROW.matcher(line);
            if (row.find()) {
                Matcher value = VALUE.matcher(row.group(2));
                double[] values = new double[work.sources.size()];
                for (int i = 0; value.find(); i++) {
                    values[i] = RrdCase.number(value.group(1).trim());
                }
                rows.put(Long.parseLong(row.group(1)), values);
            }
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
        process.destroy();
    }
}
