package org.chroma.core;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the SSH service of a server is: {@code [user@]host[:port]}. An IPv6 address stands in brackets where a port
 * follows.
 *
 * @param user {@code root} where none was given
 * @param port 22 where none was given
 */
public record ServerAddress(String user, String host, int port) {
    private static final int LONGEST = 255;
    private static final Pattern FORM = Pattern.compile("(?:([A-Za-z0-9_][A-Za-z0-9_.-]{0,31})@)?"
            + "(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9][A-Za-z0-9._-]*)|([0-9A-Fa-f:]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:]*))"
            + "(?::([0-9]{1,5}))?");

    /** What a text means; empty where it is not an address. */
    public static Optional<ServerAddress> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (text.length() > LONGEST || !matcher.matches()) {
            return Optional.empty();
        }
        String user = matcher.group(1) == null ? "root" : matcher.group(1);
        String host = matcher.group(2) != null
                ? matcher.group(2)
                : matcher.group(3) != null ? matcher.group(3) : matcher.group(4);
        int port = matcher.group(5) == null ? 22 : Integer.parseInt(matcher.group(5));
        return port > 0 && port < 65_536 ? Optional.of(new ServerAddress(user, host, port)) : Optional.empty();
    }

    /**
     * What a text means.
     *
     * @throws InvalidRequestException for the field {@code address} where it is not an address
     */
    public static ServerAddress require(String text) {
        return parse(text)
                .orElseThrow(() -> new InvalidRequestException(
                        "address", "Must be [user@]host[:port] with at most %d characters".formatted(LONGEST)));
    }

    /** {@code host:port}, as it can be parsed again. */
    public String hostAndPort() {
        return join(host, port);
    }

    /** {@code host:port}, as it can be parsed again. */
    public static String join(String host, int port) {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
