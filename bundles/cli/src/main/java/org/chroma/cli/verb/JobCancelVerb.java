package org.chroma.cli.verb;

import org.chroma.cli.client.Client;
import org.chroma.cli.client.Exit;
import org.chroma.cli.client.Verb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Cancels a job. */
@Command(description = "cancel a job")
public final class JobCancelVerb extends Verb {
    @Parameters(index = "0", paramLabel = "NUMBER", description = "the job's number")
    long number;

    public JobCancelVerb(Client client) {
        super(client);
    }

    @Override
    public Integer call() throws Exception {
        client.api()
                .put(
                        "job/" + number + "/",
                        client.object().put("id", String.valueOf(number)).put("state", "cancel"));
        client.progress().println("Job " + number + " is being cancelled");
        return Exit.OK;
    }
}
