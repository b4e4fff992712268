package org.chroma.spi;

import java.util.List;

/**
 * How a program ended.
 *
 * @param command what was run
 * @param exitCode 0 for success
 * @param stdout standard output, whole
 * @param stderr standard error, whole
 */
public record Output(List<String> command, int exitCode, String stdout, String stderr) {

    public Output {
        command = List.copyOf(command);
    }

    public boolean succeeded() {
        return exitCode == 0;
    }

    /**
     * This, where the program succeeded.
     *
     * @throws ProgramFailedException with exit code and output otherwise
     */
    public Output expectSuccess() throws ProgramFailedException {
        if (!succeeded()) {
            throw new ProgramFailedException(this);
        }
        return this;
    }
}
