package org.chroma.cli.verb;

import org.chroma.cli.client.Client;
import org.chroma.cli.client.Noun;
import org.chroma.cli.client.Verb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Runs any job that is offered, for example one of a plugin. */
@Command(description = "run a job that it offers, for example one of a plugin")
public final class RunVerb extends Verb {
    private final Noun noun;

    @Parameters(index = "0", paramLabel = "NAME", description = "its name or number")
    String subject = "";

    @Parameters(index = "1", paramLabel = "JOB", description = "the job's verb or class name")
    String job = "";

    public RunVerb(Client client, Noun noun) {
        super(client);
        this.noun = noun;
    }

    @Override
    public Integer call() throws Exception {
        return JobVerb.run(client, client.find(noun, subject), job);
    }
}
