package org.chroma.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a plan takes from clients besides what was asked for. */
public final class Outages {
    /** What becomes of a filesystem that no longer serves, the mildest first. */
    private static final List<String> ENDS = List.of("unavailable", "stopped", "forgotten", "removed");

    private static final Pattern NAMED = Pattern.compile("filesystem (\\S+)");

    private Outages() {}

    /** One sentence for each filesystem that a plan ends without being the one asked for. */
    public static List<String> of(JsonNode preview) {
        JsonNode asked = preview.path("transition_job").path("stateful_object");
        Map<String, Integer> ends = new LinkedHashMap<>();
        for (JsonNode job : preview.path("dependency_jobs")) {
            String subject = job.path("stateful_object").asText();
            int end = ENDS.indexOf(job.path("new_state").asText());
            Matcher named = NAMED.matcher(job.path("description").asText());
            boolean other = subject.contains("/filesystem/") && !subject.equals(asked.asText());
            if (other && end >= 0 && named.find()) {
                ends.merge(named.group(1), end, Math::max);
            }
        }
        List<String> sentences = new ArrayList<>();
        String too = asked.isTextual() ? ", too" : "";
        ends.forEach((name, end) -> sentences.add("Filesystem %s will be %s%s".formatted(name, ENDS.get(end), too)));
        return sentences;
    }
}
