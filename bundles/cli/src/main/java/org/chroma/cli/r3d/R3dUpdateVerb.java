package org.chroma.cli.r3d;

import java.io.IOException;
import java.util.List;
import org.chroma.cli.client.Client;
import org.chroma.statistics.r3d.R3d;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes readings into a round-robin database. */
@Command(description = "write readings into a round-robin database")
public final class R3dUpdateVerb extends R3dVerb {
    @Option(
            names = {"-t", "--template"},
            paramLabel = "NAME[:NAME...]",
            description = "the data sources in the order of the values; the others become unknown")
    String template = "";

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "TIME:VALUE[:VALUE...]",
            description = "N is now, U an unknown value, for example N:0.7:U")
    List<String> updates = List.of();

    public R3dUpdateVerb(Client client) {
        super(client);
    }

    @Override
    void run() throws IOException {
        R3d.update(store, template, updates);
    }
}
