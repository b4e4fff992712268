package org.chroma.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Waits for a command and tells what its jobs do meanwhile. */
final class CommandFollower {
    private static final int AT_ONCE = 100;

    private final Api api;
    private final PrintStream progress;
    private final Map<String, String> told = new HashMap<>();
    private final Set<String> done = new HashSet<>();

    CommandFollower(Api api, PrintStream progress) {
        this.api = api;
        this.progress = progress;
    }

    /** In one word: Running, Finished, Canceled or Failed. */
    static String result(JsonNode command) {
        if (!command.path("complete").asBoolean()) {
            return "Running";
        }
        if (command.path("errored").asBoolean()) {
            return "Failed";
        }
        return command.path("cancelled").asBoolean() ? "Canceled" : "Finished";
    }

    /** The command as it is when it is complete. */
    JsonNode follow(JsonNode started) throws IOException, InterruptedException, ApiException {
        String path = started.path("resource_uri").asText();
        JsonNode command = started;
        while (true) {
            command = api.get(path, Map.of());
            tell(command);
            if (command.path("complete").asBoolean()) {
                return command;
            }
            TimeUnit.SECONDS.sleep(1);
        }
    }

    private void tell(JsonNode command) throws IOException, InterruptedException, ApiException {
        List<String> unfinished =
                ids(command).stream().filter(id -> !done.contains(id)).toList();
        for (JsonNode job : jobs(unfinished)) {
            String id = job.path("id").asText();
            String word = word(job);
            if (!word.equals(told.put(id, word)) && !word.equals("pending")) {
                progress.println(
                        "%-10s %s".formatted(word, job.path("description").asText())
                                + (job.path("reason").asText().isEmpty()
                                        ? ""
                                        : ": " + job.path("reason").asText()));
            }
            if (!word.equals("pending") && !word.equals("running")) {
                done.add(id);
            }
        }
    }

    private static List<String> ids(JsonNode command) {
        return StreamSupport.stream(command.path("jobs").spliterator(), false)
                .map(job -> job.asText().replaceAll(".*/(\\d+)/$", "$1"))
                .toList();
    }

    /** Asks for some at a time, since an address has a limit and a command may have thousands of jobs. */
    private List<JsonNode> jobs(List<String> ids) throws IOException, InterruptedException, ApiException {
        List<JsonNode> jobs = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += AT_ONCE) {
            List<String> some = ids.subList(from, Math.min(ids.size(), from + AT_ONCE));
            String query = some.stream().map(id -> "id__in=" + id).collect(Collectors.joining("&"));
            api.get("job/?limit=0&" + query, Map.of()).path("objects").forEach(jobs::add);
        }
        return jobs;
    }

    private static String word(JsonNode job) {
        String state = job.path("state").asText();
        return switch (state) {
            case "succeeded" -> "done";
            case "not_run" -> "not run";
            default -> state;
        };
    }

    /** Why a command failed: for each failed job what its steps said. */
    List<String> failures(JsonNode command) throws IOException, InterruptedException, ApiException {
        List<String> lines = new ArrayList<>();
        for (JsonNode job : jobs(ids(command))) {
            if (word(job).equals("failed")) {
                lines.add(job.path("description").asText() + ": "
                        + job.path("reason").asText());
            }
        }
        return lines;
    }
}
