package org.chroma.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What every verb works with: the manager, the settings, and where to print. Connects at the first use. */
public final class Client {
    private final GlobalOptions options;
    private final PrintStream out;
    private final PrintStream progress;
    private @Nullable Settings settings;
    private @Nullable Api api;

    public Client(GlobalOptions options, PrintStream out, PrintStream progress) {
        this.options = options;
        this.out = out;
        this.progress = progress;
    }

    public Settings settings() throws IOException {
        if (settings == null) {
            settings = Settings.of(options, System.getenv(), Path.of(System.getProperty("user.home")));
        }
        return settings;
    }

    public Api api() throws IOException {
        if (api == null) {
            api = new Api(settings());
        }
        return api;
    }

    public Printer printer() throws IOException, UsageException {
        return new Printer(settings().output(), out);
    }

    public PrintStream out() {
        return out;
    }

    public PrintStream progress() {
        return progress;
    }

    public JsonNode list(Noun noun, Map<String, String> filter) throws IOException, InterruptedException, ApiException {
        Map<String, String> query = new TreeMap<>(filter);
        query.put("limit", "0");
        return api().get(noun.resource() + "/", query).path("objects");
    }

    /**
     * The object that a user means: by number, by name, or by the beginning of its name where that is clear.
     *
     * @throws UsageException where none or several fit
     */
    public JsonNode find(Noun noun, String subject)
            throws IOException, InterruptedException, ApiException, UsageException {
        if (subject.matches("\\d+")) {
            return api().get(noun.resource() + "/" + subject + "/", Map.of());
        }
        JsonNode all = list(noun, Map.of());
        for (boolean exact : new boolean[] {true, false}) {
            List<JsonNode> found = new ArrayList<>();
            for (JsonNode object : all) {
                if (noun.naming().stream()
                        .anyMatch(field -> fits(object.path(field).asText(), subject, exact))) {
                    found.add(object);
                }
            }
            if (found.size() == 1) {
                return found.get(0);
            }
            if (found.size() > 1) {
                throw new UsageException("%s is ambiguous: %s"
                        .formatted(
                                subject,
                                String.join(
                                        ", ",
                                        found.stream()
                                                .map(object -> object.path(noun.naming()
                                                                        .get(0))
                                                                .asText() + " ("
                                                        + object.path("id").asText() + ")")
                                                .toList())));
            }
        }
        throw new UsageException("There is no " + noun.word() + " " + subject);
    }

    private static boolean fits(String name, String subject, boolean exact) {
        return exact ? name.equals(subject) : !name.isEmpty() && name.startsWith(subject);
    }

    /**
     * Deals with the answer to a change: waits for the command that it holds, and says how that ended.
     *
     * @return the exit code
     */
    public int finish(JsonNode answer) throws IOException, InterruptedException, ApiException, UsageException {
        return finish(answer, false);
    }

    /**
     * As {@link #finish(JsonNode)}.
     *
     * @param tells whether people want to read what the jobs have to say, too
     */
    public int finish(JsonNode answer, boolean tells)
            throws IOException, InterruptedException, ApiException, UsageException {
        JsonNode command = answer.path("command");
        if (!command.isObject()) {
            if (printer().human()) {
                out.println("Nothing to do");
            } else {
                printer().one(answer.isObject() ? answer : Api.JSON.createObjectNode());
            }
            return Exit.OK;
        }
        if (settings().nowait()) {
            if (printer().human()) {
                out.println(command.path("message").asText() + " (command "
                        + command.path("id").asText() + ")");
            } else {
                printer().one(command);
            }
            return Exit.OK;
        }
        CommandFollower follower = new CommandFollower(api(), progress);
        JsonNode ended = follower.follow(command);
        String result = CommandFollower.result(ended);
        for (String failure : result.equals("Failed") ? follower.failures(ended) : List.<String>of()) {
            progress.println(failure);
        }
        if (printer().human()) {
            if (tells) {
                ended.path("logs").asText().lines().forEach(out::println);
            }
            out.println(ended.path("message").asText() + ": " + result);
        } else {
            printer().one(ended);
        }
        return result.equals("Finished") ? Exit.OK : Exit.FAILED;
    }

    /**
     * Shows what will happen and asks whether it shall, where the plan wants to be confirmed.
     *
     * @return whether to go on
     */
    @SuppressWarnings("SystemConsoleNull") // where it is not null without a terminal, its end of input means no
    public boolean confirmed(JsonNode preview) throws IOException, UsageException {
        List<JsonNode> jobs = new ArrayList<>();
        preview.path("dependency_jobs").forEach(jobs::add);
        if (preview.path("transition_job").isObject()) {
            jobs.add(preview.path("transition_job"));
        }
        boolean asks =
                jobs.stream().anyMatch(job -> job.path("requires_confirmation").asBoolean());
        if (!asks || settings().force()) {
            return true;
        }
        Outages.of(preview).forEach(progress::println);
        progress.println("This will happen:");
        for (JsonNode job : jobs) {
            progress.println("  " + job.path("description").asText());
            if (job.path("confirmation_prompt").isTextual()) {
                progress.println("    " + job.path("confirmation_prompt").asText());
            }
        }
        if (System.console() == null) {
            throw new UsageException("This needs to be confirmed: repeat it with --force");
        }
        String answer = System.console().readLine("Continue? [y/N] ");
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    }

    public ObjectNode object() {
        return Api.JSON.createObjectNode();
    }
}
