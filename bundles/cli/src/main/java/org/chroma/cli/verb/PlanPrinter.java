package org.chroma.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.chroma.cli.client.Client;
import org.chroma.cli.client.Outages;
import org.chroma.cli.client.UsageException;

/** Prints what a request would do. */
final class PlanPrinter {
    private final Client client;

    PlanPrinter(Client client) {
        this.client = client;
    }

    void print(JsonNode preview) throws IOException, UsageException {
        if (!client.printer().human()) {
            client.printer().one(preview.isObject() ? preview : client.object());
            return;
        }
        Outages.of(preview).forEach(client.out()::println);
        int number = 0;
        for (JsonNode job : preview.path("dependency_jobs")) {
            client.out()
                    .println("%3d. %s"
                            .formatted(++number, job.path("description").asText()));
        }
        if (preview.path("transition_job").isObject()) {
            client.out()
                    .println("%3d. %s"
                            .formatted(
                                    ++number,
                                    preview.path("transition_job")
                                            .path("description")
                                            .asText()));
        }
        if (number == 0) {
            client.out().println("Nothing to do");
        }
    }
}
