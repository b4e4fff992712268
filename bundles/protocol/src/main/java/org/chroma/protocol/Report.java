package org.chroma.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an agent tells its manager every {@link Limits#REPORT_PERIOD}. POSTed to {@code agent/report}.
 *
 * <p>A report without a session opens one and is complete: it has a scan or an error for every plugin. Later ones may
 * say that a scan is as before. The manager takes a report only with the sequence that it expects.
 *
 * @param session as the manager named it; null opens a new one
 * @param sequence 0 for the first report of a session, then one more for each
 * @param fqdn the reporting server's fully qualified domain name, which its certificate confirms
 * @param startedAt on the server's clock; nothing in the report is older, unless it says so itself
 * @param sentAt on the server's clock
 * @param scans new or changed scans, by plugin name
 * @param unchanged plugins whose scan equals the last one that the manager took, with the time of this latest look
 * @param errors plugins that failed, with the reason
 * @param bundles plugin bundles that the agent got from its manager
 * @param actions names of the actions that the agent offers, sorted
 */
public record Report(
        @Nullable String session,
        long sequence,
        String fqdn,
        Instant startedAt,
        Instant sentAt,
        Map<String, Scan> scans,
        Map<String, Instant> unchanged,
        Map<String, String> errors,
        List<PluginBundle> bundles,
        List<String> actions) {

    public Report {
        scans = Map.copyOf(scans);
        unchanged = Map.copyOf(unchanged);
        errors = Map.copyOf(errors);
        bundles = List.copyOf(bundles);
        actions = List.copyOf(actions);
    }

    /**
     * What one plugin saw.
     *
     * @param takenAt when it began to look, on the server's clock
     * @param data the plugin's record
     */
    public record Scan(Instant takenAt, JsonNode data) {}
}
