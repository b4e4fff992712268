package org.chroma.cli.verb;

import org.chroma.cli.client.Client;
import org.chroma.cli.client.Noun;
import org.chroma.cli.client.Verb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Waits for a command that was started before. */
@Command(description = "wait for a command to end")
public final class CommandWaitVerb extends Verb {
    @Parameters(index = "0", paramLabel = "NUMBER", description = "the command's number")
    String number = "";

    public CommandWaitVerb(Client client) {
        super(client);
    }

    @Override
    public Integer call() throws Exception {
        return client.finish(client.object().set("command", client.find(Noun.COMMAND, number)));
    }
}
