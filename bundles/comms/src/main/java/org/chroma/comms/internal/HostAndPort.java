package org.chroma.comms.internal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chroma.core.ChromaException;
import org.chroma.core.ErrorCode;

/**
 * Where an SSH service is: {@code [user@]host[:port]}. An IPv6 address stands in brackets where a port follows.
 *
 * @param user {@code root} where none was given
 * @param port 22 where none was given
 */
record HostAndPort(String user, String host, int port) {
    private static final Pattern FORM = Pattern.compile(
            "(?:([A-Za-z0-9_][A-Za-z0-9_.-]{0,31})@)?(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9][A-Za-z0-9.-]*)|([0-9A-Fa-f:]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*))(?::([0-9]{1,5}))?");

    static HostAndPort parse(String address) {
        Matcher matcher = FORM.matcher(address);
        if (address.length() <= 255 && matcher.matches()) {
            String host = matcher.group(2) != null
                    ? matcher.group(2)
                    : matcher.group(3) != null ? matcher.group(3) : matcher.group(4);
            int port = matcher.group(5) == null ? 22 : Integer.parseInt(matcher.group(5));
            if (port > 0 && port < 65_536) {
                return new HostAndPort(matcher.group(1) == null ? "root" : matcher.group(1), host, port);
            }
        }
        throw new ChromaException(
                ErrorCode.INVALID, "The address is not [user@]host[:port] with at most 255 characters");
    }

    /** {@code host:port}. */
    static String join(String host, int port) {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
