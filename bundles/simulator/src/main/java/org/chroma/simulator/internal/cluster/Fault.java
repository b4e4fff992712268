package org.chroma.simulator.internal.cluster;

import java.util.List;

/**
 * A program that was told not to work.
 *
 * @param command the program's name, or the first words of its command line
 * @param hangs whether it never ends; otherwise it fails
 */
public record Fault(String command, boolean hangs) {

    boolean hits(String program, List<String> arguments) {
        List<String> words = List.of(command.trim().split("\\s+", -1));
        return words.get(0).equals(program)
                && words.size() - 1 <= arguments.size()
                && words.subList(1, words.size()).equals(arguments.subList(0, words.size() - 1));
    }
}
