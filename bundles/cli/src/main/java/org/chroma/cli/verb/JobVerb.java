package org.chroma.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.chroma.cli.client.Client;
import org.chroma.cli.client.Exit;
import org.chroma.cli.client.Noun;
import org.chroma.cli.client.UsageException;
import org.chroma.cli.client.Verb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Runs a job that the manager offers on something. */
@Command
public final class JobVerb extends Verb {
    private final Noun noun;
    private final String className;

    @Parameters(index = "0", paramLabel = "NAME", description = "its name or number")
    String subject = "";

    public JobVerb(Client client, Noun noun, String className) {
        super(client);
        this.noun = noun;
        this.className = className;
    }

    @Override
    public Integer call() throws Exception {
        return run(client, client.find(noun, subject), className);
    }

    static int run(Client client, JsonNode object, String className) throws Exception {
        List<String> offered = new ArrayList<>();
        for (JsonNode job : object.path("available_jobs")) {
            offered.add(job.path("class_name").asText());
            if (job.path("class_name").asText().equals(className)
                    || job.path("verb").asText().equalsIgnoreCase(className)) {
                ObjectNode question = client.object();
                ObjectNode planned = question.putObject("transition_job");
                planned.put(
                        "description",
                        job.path("verb").asText() + " " + object.path("label").asText());
                planned.put("requires_confirmation", job.path("confirmation").isTextual());
                planned.set("confirmation_prompt", job.path("confirmation"));
                if (!client.confirmed(question)) {
                    client.progress().println("Nothing was done");
                    return Exit.FAILED;
                }
                ObjectNode command = client.object();
                command.put("message", planned.path("description").asText());
                ObjectNode run = command.putArray("jobs").addObject();
                run.put("class_name", job.path("class_name").asText());
                run.set("args", job.path("args"));
                JsonNode created = client.api().post("command/", command);
                return client.finish(client.object().set("command", created));
            }
        }
        throw new UsageException("%s does not offer %s now; it offers %s"
                .formatted(
                        object.path("label").asText(),
                        className,
                        offered.isEmpty() ? "no jobs" : String.join(", ", offered)));
    }
}
