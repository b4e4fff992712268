package org.chroma.cli.r3d;

import java.io.IOException;
import org.chroma.cli.client.Client;
import org.chroma.statistics.r3d.R3d;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints rows of a round-robin database. */
@Command(description = "print rows of a round-robin database")
public final class R3dFetchVerb extends R3dVerb {
    @Parameters(index = "1", paramLabel = "FUNCTION", description = "AVERAGE, MIN, MAX or LAST")
    String function = "";

    @Option(
            names = {"-r", "--resolution"},
            paramLabel = "SECONDS",
            description = "wanted time per row (default: the finest that there is)")
    String resolution = "1";

    @Option(
            names = {"-s", "--start"},
            paramLabel = "TIME",
            description = "seconds since 1970, now-2d or end-1h (default: end-1d)")
    String start = "end-1d";

    @Option(
            names = {"-e", "--end"},
            paramLabel = "TIME",
            description = "seconds since 1970, now-2d or start+1h (default: now)")
    String end = "now";

    public R3dFetchVerb(Client client) {
        super(client);
    }

    @Override
    void run() throws IOException {
        R3d.fetch(store, function, resolution, start, end, client.out());
    }
}
