package org.chroma.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.chroma.cli.client.Client;
import org.chroma.cli.client.Contact;
import org.chroma.cli.client.Exit;
import org.chroma.cli.client.Noun;
import org.chroma.cli.client.Verb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows all that is known of one thing. */
@Command
public final class ShowVerb extends Verb {
    private final Noun noun;

    @Parameters(index = "0", paramLabel = "NAME", description = "its name or number")
    String subject = "";

    public ShowVerb(Client client, Noun noun) {
        super(client);
        this.noun = noun;
    }

    @Override
    public Integer call() throws Exception {
        JsonNode found = client.find(noun, subject);
        if (noun == Noun.SERVER) {
            Contact.mark(client, List.of(found));
        }
        client.printer().one(found);
        return Exit.OK;
    }
}
