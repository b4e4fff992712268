package org.chroma.cli.verb;

import org.chroma.cli.client.Client;
import org.chroma.cli.client.Exit;
import org.chroma.cli.client.Noun;
import org.chroma.cli.client.UsageException;
import org.chroma.cli.client.Verb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tells how clients mount a filesystem. */
@Command(description = "print what clients mount")
public final class MountspecVerb extends Verb {
    @Parameters(index = "0", paramLabel = "NAME", description = "the filesystem's name or number")
    String subject = "";

    public MountspecVerb(Client client) {
        super(client);
    }

    @Override
    public Integer call() throws Exception {
        String path = client.find(Noun.FILESYSTEM, subject).path("mount_path").asText("");
        if (path.isEmpty() || path.equals("null")) {
            throw new UsageException("The NIDs of the MGS are not known yet");
        }
        client.out().println(path);
        return Exit.OK;
    }
}
