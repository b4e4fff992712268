package org.chroma.comms;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * Makes the manager's keys before its web server starts:
 * {@code java -cp … org.chroma.comms.MakeKeys DIRECTORY [NAME…]}. What is there and still good is kept, so it may be
 * run before every start.
 */
public final class MakeKeys {

    private MakeKeys() {}

    /**
     * Runs it.
     *
     * @param arguments the directory for the keys, then host names and addresses under which the manager is reached
     *     besides those of this machine
     */
    public static void main(String[] arguments) {
        if (arguments.length == 0) {
            System.err.println("usage: MakeKeys DIRECTORY [NAME…]");
            System.exit(2);
        }
        try {
            Collection<String> names = namesOfThisMachine();
            names.addAll(List.of(arguments).subList(1, arguments.length));
            CertificateAuthority.open(Path.of(arguments[0])).ensureServerCertificate(names);
        } catch (IOException | GeneralSecurityException e) {
            System.err.println("The manager's keys cannot be made in " + arguments[0] + ": " + e);
            System.exit(1);
        }
    }

    /** The names and addresses of this machine, and those that always mean this machine. */
    static Collection<String> namesOfThisMachine() throws IOException {
        Collection<String> names = new TreeSet<>(List.of("localhost", "127.0.0.1"));
        try {
            InetAddress self = InetAddress.getLocalHost();
            names.add(self.getHostName());
            names.add(self.getCanonicalHostName());
        } catch (UnknownHostException e) {
            // A machine without a name is reached by its addresses.
        }
        for (NetworkInterface network :
                List.copyOf(NetworkInterface.networkInterfaces().toList())) {
            network.inetAddresses()
                    .filter(address -> !address.isLinkLocalAddress())
                    .map(address -> address.getHostAddress().replaceFirst("%.*", ""))
                    .forEach(names::add);
        }
        return names;
    }
}
