package org.chroma.plugin.lustre.internal;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.chroma.spi.Machine;
import org.chroma.spi.Output;
import org.chroma.spi.OutputListener;
import org.chroma.spi.ProgramFailedException;

/** Asks for Lustre's parameters. */
final class GetParam {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** lctl's exit code where some patterns match nothing, as those for kinds of targets that do not run here. */
    private static final int SOME_MISSING = 2;

    private GetParam() {}

    /** All parameters that match some pattern; none where Lustre is not loaded. */
    static List<Parameter> of(Machine machine, List<String> patterns) throws IOException, InterruptedException {
        if (!lnetIsLoaded(machine) || !machine.has("lctl")) {
            return List.of();
        }
        List<String> command =
                Stream.concat(Stream.of("lctl", "get_param"), patterns.stream()).toList();
        Output output = machine.run(LIMIT, OutputListener.NONE, command);
        if (!output.succeeded() && output.exitCode() != SOME_MISSING) {
            throw new ProgramFailedException(output);
        }
        return Parameter.parse(output.stdout());
    }

    private static boolean lnetIsLoaded(Machine machine) throws IOException {
        try {
            return machine.read("/proc/modules").lines().anyMatch(line -> line.startsWith("lnet "));
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
