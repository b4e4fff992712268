package org.chroma.cli.r3d;

import java.io.IOException;
import java.util.List;
import org.chroma.cli.client.Client;
import org.chroma.statistics.r3d.R3d;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a round-robin database. */
@Command(
        description = "create a round-robin database",
        footer = {
            "",
            "Types: GAUGE, COUNTER, DERIVE, ABSOLUTE. Functions: AVERAGE, MIN, MAX, LAST.",
            "U as min or max means unbounded. Durations are seconds, or 10m, 1h, 1d, 1w, 1M, 1y.",
            "Example: r3d create load.r3d --step 10 DS:load:GAUGE:20:0:U RRA:AVERAGE:0.5:1:1d RRA:MAX:0.5:1h:30d"
        })
public final class R3dCreateVerb extends R3dVerb {
    @Option(
            names = {"-b", "--start"},
            paramLabel = "TIME",
            description = "readings must be later: seconds since 1970, now or -1h (default: now-10)")
    String start = "now-10";

    @Option(
            names = {"-s", "--step"},
            paramLabel = "SECONDS",
            description = "between two rows of the finest archive (default: 300)")
    String step = "300";

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "DS:NAME:TYPE:HEARTBEAT:MIN:MAX|RRA:FUNCTION:XFF:STEPS:ROWS",
            description = "data sources and archives")
    List<String> words = List.of();

    public R3dCreateVerb(Client client) {
        super(client);
    }

    @Override
    void run() throws IOException {
        R3d.create(store, start, step, words);
    }
}
