package org.chroma.api.internal.metrics;

import java.io.IOException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.chroma.core.ClusterView;
import org.chroma.core.Command;
import org.chroma.core.Command.Outcome;
import org.chroma.core.Job;
import org.chroma.core.JobState;
import org.chroma.core.Reports;
import org.chroma.metrics.Exposition;
import org.chroma.metrics.Labels;
import org.chroma.metrics.MetricType;
import org.chroma.statistics.Counters;
import org.jspecify.annotations.Nullable;

/**
 * What the manager itself does.
 *
 * @param counters of the statistics; null while they are away
 */
record ManagerPart(
        String version,
        ClusterView view,
        Reports.Tally reports,
        @Nullable Counters counters) implements Part {

    @Override
    public void write(Exposition out) throws IOException {
        out.family("chroma_build", MetricType.INFO, "", "The version of the manager");
        out.sample(Labels.of("version", version), 1);
        commands(out);
        jobs(out);
        out.family("chroma_reports", MetricType.COUNTER, "", "Reports received from servers since the manager started");
        out.sample(Labels.of("result", "accepted"), reports.accepted());
        out.sample(Labels.of("result", "refused"), reports.refused());
        out.family(
                "chroma_report_readings",
                MetricType.COUNTER,
                "",
                "Readings received in reports since the manager started");
        out.sample(Labels.NONE, reports.readings());
        if (counters != null) {
            statistics(out, counters);
        }
    }

    private void commands(Exposition out) throws IOException {
        Collection<Command> commands = view.commands();
        out.family("chroma_commands", MetricType.GAUGE, "", "Commands in the history, by state");
        Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
        for (Command command : commands) {
            counts.merge(command.outcome(), 1, Integer::sum);
        }
        for (Outcome outcome : Outcome.values()) {
            out.sample(Labels.of("state", word(outcome)), counts.getOrDefault(outcome, 0));
        }
    }

    private static String word(Outcome outcome) {
        return switch (outcome) {
            case UNFINISHED -> "unfinished";
            case SUCCEEDED -> "succeeded";
            case FAILED -> "errored";
            case CANCELLED -> "cancelled";
        };
    }

    private void jobs(Exposition out) throws IOException {
        Map<JobState, Integer> counts = new EnumMap<>(JobState.class);
        for (Job job : view.jobs()) {
            counts.merge(job.state(), 1, Integer::sum);
        }
        out.family("chroma_jobs", MetricType.GAUGE, "", "Jobs of commands in the history, by state");
        for (JobState state : JobState.values()) {
            out.sample(Labels.of("state", state.name().toLowerCase(Locale.ROOT)), counts.getOrDefault(state, 0));
        }
    }

    private static void statistics(Exposition out, Counters counters) throws IOException {
        gauge(out, "chroma_statistics_entities", "", "Objects that have statistics", counters.entities());
        gauge(out, "chroma_statistics_series", "", "Series in the statistics", counters.series());
        gauge(out, "chroma_statistics_log_bytes", "bytes", "Write-ahead log on disk", counters.logBytes());
        out.family("chroma_statistics_readings", MetricType.COUNTER, "", "Readings that were stored");
        out.sample(Labels.NONE, counters.accepted());
        out.family(
                "chroma_statistics_refused_readings", MetricType.COUNTER, "", "Readings that were not stored, and why");
        out.sample(Labels.of("reason", "late"), counters.late());
        out.sample(Labels.of("reason", "early"), counters.early());
        out.sample(Labels.of("reason", "duplicate"), counters.duplicate());
        out.sample(Labels.of("reason", "bound"), counters.refused());
        out.family("chroma_statistics_corrupt_blocks", MetricType.COUNTER, "", "Blocks that failed their checksum");
        out.sample(Labels.NONE, counters.corruptBlocks());
        out.family("chroma_statistics_stored_blocks", MetricType.COUNTER, "", "Blocks that went to the database");
        out.sample(Labels.NONE, counters.storedBlocks());
        out.family(
                "chroma_statistics_stored_bytes",
                MetricType.COUNTER,
                "bytes",
                "Size of the blocks that went to the database");
        out.sample(Labels.NONE, counters.storedBytes());
    }

    private static void gauge(Exposition out, String name, String unit, String help, long value) throws IOException {
        out.family(name, MetricType.GAUGE, unit, help);
        out.sample(Labels.NONE, value);
    }
}
