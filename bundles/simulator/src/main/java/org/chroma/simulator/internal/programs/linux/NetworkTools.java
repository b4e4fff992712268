package org.chroma.simulator.internal.programs.linux;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.chroma.simulator.internal.cluster.ServerSpec;
import org.chroma.simulator.internal.cluster.SimServer;
import org.chroma.simulator.internal.lustre.ServerCounters;
import org.chroma.simulator.internal.programs.call.Call;
import org.chroma.simulator.internal.programs.call.Options;
import org.chroma.simulator.internal.programs.call.Program;

/** hostname, ip, ping and getent. */
public final class NetworkTools implements Program {

    @Override
    public Set<String> names() {
        return Set.of("hostname", "ip", "ping", "getent");
    }

    @Override
    public int run(Call call) throws IOException, InterruptedException {
        return switch (call.program()) {
            case "hostname" -> hostname(call);
            case "ip" -> ip(call);
            case "ping" -> ping(call);
            default -> getent(call);
        };
    }

    private static int hostname(Call call) {
        ServerSpec spec = call.server().spec();
        String option = call.arguments().isEmpty() ? "-s" : call.arguments().get(0);
        switch (option) {
            case "-s", "--short" -> call.out(spec.name() + "\n");
            case "-f", "--fqdn", "--long" -> call.out(spec.fqdn() + "\n");
            case "-d", "--domain" -> call.out(spec.fqdn().substring(spec.fqdn().indexOf('.') + 1) + "\n");
            case "-I", "-i" -> call.outf("%s %s %n", spec.address(), spec.storageAddress());
            default -> {
                call.errf("hostname: invalid option -- '%s'%n", option.replaceFirst("^-+", ""));
                return 255;
            }
        }
        return 0;
    }

    private static int ip(Call call) {
        List<String> words =
                call.arguments().stream().filter(w -> !w.startsWith("-")).toList();
        boolean json = call.arguments().stream().anyMatch(w -> w.equals("-j") || w.equals("-json"));
        String object = words.isEmpty() ? "" : words.get(0);
        boolean links = "link".startsWith(object) && !object.isEmpty();
        boolean addresses = !links && List.of("a", "addr", "address").contains(object);
        if (!json || (!links && !addresses)) {
            call.errf("Object \"%s\" is unknown, or its plain text is not simulated.%n", object);
            return 1;
        }
        SimServer server = call.server();
        ServerCounters counters = server.cluster().counters().server(server);
        String lo = link(1, "lo", "00:00:00:00:00:00", 65536, links, 26395, 26395, "127.0.0.1", 8);
        String eth0 = link(
                2,
                "eth0",
                mac(server, 0xaa),
                1500,
                links,
                679122,
                1718568,
                server.spec().address(),
                16);
        String eth1 = link(
                3,
                "eth1",
                mac(server, 0xbb),
                1500,
                links,
                counters.received(),
                counters.sent(),
                server.spec().storageAddress(),
                16);
        call.out("[" + lo + "," + eth0 + "," + eth1 + "]\n");
        return 0;
    }

    private static String mac(SimServer server, int network) {
        int number = server.spec().number() + 1;
        return "52:54:00:%02x:%02x:%02x".formatted(network, number >> 8, number & 0xff);
    }

    private static String link(
            int index,
            String name,
            String mac,
            int mtu,
            boolean counters,
            long received,
            long sent,
            String address,
            int prefix) {
        boolean lo = name.equals("lo");
        String common =
                "{\"ifindex\":%d,\"ifname\":\"%s\",\"flags\":[%s,\"UP\",\"LOWER_UP\"],\"mtu\":%d,\"qdisc\":\"%s\",\"operstate\":\"%s\",\"group\":\"default\",\"txqlen\":1000,\"link_type\":\"%s\",\"address\":\"%s\""
                        .formatted(
                                index,
                                name,
                                lo ? "\"LOOPBACK\"" : "\"BROADCAST\",\"MULTICAST\"",
                                mtu,
                                lo ? "noqueue" : "fq_codel",
                                lo ? "UNKNOWN" : "UP",
                                lo ? "loopback" : "ether",
                                mac);
        if (counters) {
            String side = "{\"bytes\":%d,\"packets\":%d,\"errors\":0,\"dropped\":0}";
            return common + ",\"stats64\":{\"rx\":" + side.formatted(received, received / 1100) + ",\"tx\":"
                    + side.formatted(sent, sent / 1100) + "}}";
        }
        return common
                + ",\"addr_info\":[{\"family\":\"inet\",\"local\":\"%s\",\"prefixlen\":%d,\"scope\":\"%s\",\"label\":\"%s\",\"valid_life_time\":4294967295,\"preferred_life_time\":4294967295}]}"
                        .formatted(address, prefix, lo ? "host" : "global", name);
    }

    private static int ping(Call call) throws IOException, InterruptedException {
        Options options;
        try {
            options = Options.parse(call.arguments(), "c: W: w: n q 4 6 i: I: s:");
        } catch (Options.BadOptionException e) {
            call.errf("ping: %s%n", String.valueOf(e.getMessage()));
            return 2;
        }
        String host = options.operands().isEmpty() ? "" : options.operands().get(0);
        Optional<SimServer> other = call.cluster().host(host);
        String address;
        boolean answers;
        if (other.isPresent()) {
            address = other.get().spec().address();
            answers = other.get().network();
        } else {
            try {
                InetAddress found = InetAddress.getByName(host);
                address = found.getHostAddress();
                // Simulated servers share a machine with anyone who manages them; nothing else answers.
                answers = found.isLoopbackAddress() || NetworkInterface.getByInetAddress(found) != null;
            } catch (UnknownHostException e) {
                call.errf("ping: %s: Name or service not known%n", host);
                return 2;
            }
        }
        call.outf("PING %s (%s) 56(84) bytes of data.%n", host, address);
        if (!answers || !call.server().network()) {
            call.pauseMillis(10_000);
            call.outf(
                    "%n--- %s ping statistics ---%n1 packets transmitted, 0 received, 100%% packet loss, time 0ms%n%n",
                    host);
            return 1;
        }
        call.outf("64 bytes from %s (%s): icmp_seq=1 ttl=64 time=0.113 ms%n", host, address);
        call.outf("%n--- %s ping statistics ---%n1 packets transmitted, 1 received, 0%% packet loss, time 0ms%n", host);
        return 0;
    }

    private static int getent(Call call) {
        String name = call.arguments().size() < 2 ? "" : call.arguments().get(1);
        Optional<SimServer> other = call.cluster().host(name);
        if (other.isPresent()) {
            call.outf(
                    "%-15s %s%n",
                    other.get().spec().storageAddress(), other.get().spec().fqdn());
            return 0;
        }
        try {
            call.outf("%-15s %s%n", InetAddress.getByName(name).getHostAddress(), name);
            return 0;
        } catch (UnknownHostException e) {
            return 2;
        }
    }
}
