package org.chroma.cli.client;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** One thing that can be asked for on the command line. */
@Command(mixinStandardHelpOptions = true, usageHelpAutoWidth = true)
public abstract class Verb implements Callable<Integer> {
    protected final Client client;

    protected Verb(Client client) {
        this.client = client;
    }

    /** Does it; the result is the exit code. */
    @Override
    public abstract Integer call() throws Exception;
}
