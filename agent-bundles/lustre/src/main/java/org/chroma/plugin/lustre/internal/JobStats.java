package org.chroma.plugin.lustre.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One job of a {@code job_stats} parameter.
 *
 * @param lastActive seconds since 1970 at which it last did something
 * @param readings by series: bytes and requests of reads and writes, and requests of any other kind
 */
record JobStats(String id, double lastActive, Map<String, Long> readings) {
    private static final String ID = "job_id:";
    private static final String TIME = "snapshot_time:";

    /** What Lustre allows for a job's name, several times over. */
    private static final int LONGEST_ID = 128;

    private static final Pattern SECONDS = Pattern.compile("\\d{1,12}(?:\\.\\d{1,9})?");
    private static final Pattern COUNTER = Pattern.compile(
            "\\s+(?<name>[a-z_]{1,32}):\\s+\\{ samples:\\s+(?<samples>\\d{1,18}),(?:.* sum:\\s+(?<sum>\\d{1,18})\\b)?.*");

    /** A job that did nothing for so many seconds, when others did, is done. */
    private static final double ACTIVE = 60;

    /** What a request that moves no data counts as, in bytes, where jobs are compared. */
    private static final long REQUEST_WEIGHT = 4096;

    static List<JobStats> parse(String text) {
        List<JobStats> jobs = new ArrayList<>();
        String id = "";
        double time = 0;
        Map<String, Long> readings = new HashMap<>();
        for (String line : text.lines().toList()) {
            String words = line.startsWith("- ") ? line.substring(2) : line.strip();
            if (words.startsWith(ID)) {
                add(jobs, id, time, readings);
                id = name(words.substring(ID.length()).strip());
                time = 0;
                readings = new HashMap<>();
            } else if (words.startsWith(TIME)) {
                Matcher seconds = SECONDS.matcher(words.substring(TIME.length()).strip());
                time = seconds.lookingAt() ? Double.parseDouble(seconds.group()) : 0;
            } else {
                read(line, readings);
            }
        }
        add(jobs, id, time, readings);
        return jobs;
    }

    private static void add(List<JobStats> jobs, String id, double time, Map<String, Long> readings) {
        if (!id.isEmpty() && !readings.isEmpty()) {
            jobs.add(new JobStats(id, time, Map.copyOf(readings)));
        }
    }

    /** Lustre quotes names with uncommon characters; one that is no name becomes empty. */
    private static String name(String text) {
        String name = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1)
                : text;
        return name.length() > LONGEST_ID || name.chars().anyMatch(Character::isISOControl) ? "" : name;
    }

    private static void read(String line, Map<String, Long> readings) {
        Matcher counter = COUNTER.matcher(line);
        if (!counter.matches()) {
            return;
        }
        String name = counter.group("name");
        long samples = Long.parseLong(counter.group("samples"));
        if (name.equals("read_bytes") || name.equals("write_bytes")) {
            if (counter.group("sum") != null) {
                readings.put("job_" + name, Long.parseLong(counter.group("sum")));
            }
            if (samples > 0) {
                readings.put("job_" + name.replace("bytes", "samples"), samples);
            }
        } else if (samples > 0 && !name.equals("read") && !name.equals("write")) {
            readings.put("job_" + name, samples);
        }
    }

    /**
     * The jobs that do most: those that are active before those that are not, and of each the greater before the
     * smaller.
     */
    static List<JobStats> busiest(List<JobStats> jobs, int count) {
        double newest = jobs.stream().mapToDouble(JobStats::lastActive).max().orElse(0);
        return jobs.stream()
                .sorted(Comparator.comparing((JobStats job) -> newest - job.lastActive() <= ACTIVE)
                        .thenComparing(JobStats::weight)
                        .reversed()
                        .thenComparing(JobStats::id))
                .limit(count)
                .toList();
    }

    private double weight() {
        return readings.entrySet().stream()
                .mapToDouble(each -> each.getKey().endsWith("_bytes")
                        ? each.getValue().doubleValue()
                        : each.getValue().doubleValue() * REQUEST_WEIGHT)
                .sum();
    }
}
