package org.chroma.cli.r3d;

import java.io.IOException;
import org.chroma.cli.client.Client;
import org.chroma.statistics.r3d.R3d;
import picocli.CommandLine.Command;

/** Prints what a round-robin database is made of. */
@Command(description = "print the definition of a round-robin database")
public final class R3dInfoVerb extends R3dVerb {
    public R3dInfoVerb(Client client) {
        super(client);
    }

    @Override
    void run() throws IOException {
        R3d.info(store, client.out());
    }
}
