package org.chroma.simulator.internal.programs;

import java.util.ArrayList;
import java.util.List;

/** A line that somebody types, or sends over SSH. */
public final class CommandLine {

    private CommandLine() {}

    /** The words of a command line. Quotes are understood; everything else that a shell does is not. */
    public static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean started = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
                started = true;
            } else if (Character.isWhitespace(c)) {
                if (started) {
                    words.add(word.toString());
                    word.setLength(0);
                    started = false;
                }
            } else {
                word.append(c);
                started = true;
            }
        }
        if (started) {
            words.add(word.toString());
        }
        boolean sudo =
                words.size() > 2 && words.get(0).equals("sudo") && words.get(1).equals("-n");
        return sudo ? words.subList(2, words.size()) : words;
    }
}
