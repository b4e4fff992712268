package org.chroma.cli.r3d;

import java.io.IOException;
import java.nio.file.Path;
import org.chroma.cli.client.Client;
import org.chroma.cli.client.Exit;
import org.chroma.cli.client.UsageException;
import org.chroma.cli.client.Verb;
import org.chroma.statistics.StatisticsException;
import picocli.CommandLine.Parameters;

/** Works on a round-robin database of its own, in rrdtool's words; asks no manager. */
abstract class R3dVerb extends Verb {
    @Parameters(index = "0", paramLabel = "STORE", description = "the database: a directory")
    Path store = Path.of("");

    R3dVerb(Client client) {
        super(client);
    }

    abstract void run() throws IOException;

    @Override
    public final Integer call() throws Exception {
        try {
            run();
            return Exit.OK;
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        } catch (StatisticsException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
