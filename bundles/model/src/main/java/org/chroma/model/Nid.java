package org.chroma.model;

import java.util.regex.Pattern;

/**
 * A Lustre network identifier, normalised: {@code 10.0.0.1@tcp} and {@code 10.0.0.1@tcp_0} are {@code 10.0.0.1@tcp0}.
 *
 * @param text at most 128 characters, {@code address@network}
 */
public record Nid(String text) implements Comparable<Nid> {
    private static final Pattern FORM = Pattern.compile("[0-9A-Za-z.:_-]+@[a-z0-9]*[a-z][0-9]*");

    public Nid {
        text = normalise(text.strip());
        if (text.length() > 128 || !FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("not a network identifier: " + text);
        }
    }

    /** Loopback, which every server has and which therefore identifies none. */
    public boolean isLoopback() {
        return text.endsWith("@lo") || text.endsWith("@lo0");
    }

    private static String normalise(String text) {
        int at = text.indexOf('@');
        if (at < 0) {
            return text;
        }
        String network = text.substring(at + 1).replaceFirst("_", "");
        boolean numbered = !network.isEmpty() && Character.isDigit(network.charAt(network.length() - 1));
        return text.substring(0, at + 1) + network + (numbered ? "" : "0");
    }

    @Override
    public int compareTo(Nid other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
