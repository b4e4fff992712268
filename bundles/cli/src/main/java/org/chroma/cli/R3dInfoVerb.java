package org.chroma.cli;

import java.io.IOException;
import org.chroma.statistics.r3d.R3d;
import picocli.CommandLine.Command;

/** Prints what a round-robin database is made of. */
@Command(description = "print what a round-robin database is made of")
final class R3dInfoVerb extends R3dVerb {
    R3dInfoVerb(Client client) {
        super(client);
    }

    @Override
    void run() throws IOException {
        R3d.info(store, client.out());
    }
}
