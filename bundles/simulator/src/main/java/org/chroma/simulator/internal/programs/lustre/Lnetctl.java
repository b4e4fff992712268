package org.chroma.simulator.internal.programs.lustre;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.chroma.simulator.internal.cluster.SimServer;
import org.chroma.simulator.internal.lustre.ServerCounters;
import org.chroma.simulator.internal.programs.call.Call;
import org.chroma.simulator.internal.programs.call.Program;

/** lnetctl. */
public final class Lnetctl implements Program {
    private static final int FAILED = 234;
    private static final String GLOBAL = """
            global:
                numa_range: 0
                max_interfaces: 4096
                discovery: 1
                drop_asym_route: 0
                retry_count: 2
                transaction_timeout: 150
                health_sensitivity: 100
                recovery_interval: 1
                router_sensitivity: 100
                lnd_timeout: 49
                response_tracking: 3
                recovery_limit: 0
                max_recovery_ping_interval: 900
            """;

    @Override
    public Set<String> names() {
        return Set.of("lnetctl");
    }

    @Override
    public int run(Call call) throws IOException, InterruptedException {
        List<String> words = call.arguments();
        String what = String.join(" ", words.subList(0, Math.min(2, words.size())));
        if (what.startsWith("--version")) {
            call.out("lnetctl 2.17.57\n");
            return 0;
        }
        SimServer server = call.server();
        if (!server.loaded("lnet")) {
            call.err("Writer error: failed to resolve Netlink family id\n");
            return FAILED;
        }
        call.pauseMillis(200);
        if (what.equals("lnet configure") || words.get(0).equals("import")) {
            if (words.get(0).equals("import")
                    && words.size() > 1
                    && !call.files().exists(words.get(1))) {
                call.errf("cannot open '%s': No such file or directory%n", words.get(1));
                return 1;
            }
            server.lnet(true);
            return 0;
        }
        if (what.equals("lnet unconfigure")) {
            if (!server.targetMounts().isEmpty() || server.loaded("ptlrpc")) {
                return complain(call, "unconfigure", "lnet", -16, "LNet unconfigure error: Device or resource busy");
            }
            server.lnet(false);
            return 0;
        }
        if (!server.lnetUp()) {
            return complain(call, "show", "net", -100, "LNet stack down");
        }
        switch (what) {
            case "net show" -> call.out(nets(server, verbose(words)));
            case "global show" -> call.out(GLOBAL);
            case "stats show" -> call.out(statistics(server));
            case "peer show", "route show", "routing show" -> {}
            default -> {
                if (words.get(0).equals("export")) {
                    call.out(words.contains("--backup") ? backup() + GLOBAL : nets(server, true) + GLOBAL);
                    return 0;
                }
                return complain(call, words.get(0), "option", -22, "the command is not simulated: " + what);
            }
        }
        return 0;
    }

    private static boolean verbose(List<String> words) {
        return words.contains("-v") || words.contains("--verbose");
    }

    private static int complain(Call call, String verb, String object, int error, String text) {
        call.errf("---%n%s:%n-     %s:%n      errno: %d%n      descr: ! \"%s\"%n...%n", verb, object, error, text);
        return FAILED;
    }

    private static String nets(SimServer server, boolean verbose) {
        ServerCounters counters = server.cluster().counters().server(server);
        long sent = counters.messages(counters.sent());
        long received = counters.messages(counters.received());
        return "net:\n" + net("lo", "0@lo", "", verbose, 0, 0)
                + net(
                        "tcp",
                        server.spec().nid(),
                        "            interfaces:\n                  0: eth1\n",
                        verbose,
                        sent,
                        received);
    }

    private static String net(String type, String nid, String interfaces, boolean verbose, long sent, long received) {
        String text = """
                -     net type: %s
                      local NI(s):
                      -     nid: %s
                            status: up
                """.formatted(type, nid) + interfaces;
        if (!verbose) {
            return text;
        }
        boolean lo = type.equals("lo");
        return text + """
                            statistics:
                                  send_count: %d
                                  recv_count: %d
                                  drop_count: 0
                            sent_stats:
                                  put: %d
                                  get: 0
                                  reply: 0
                                  ack: 0
                                  hello: 0
                            received_stats:
                                  put: %d
                                  get: 0
                                  reply: 0
                                  ack: 0
                                  hello: 0
                            dropped_stats:
                                  put: 0
                                  get: 0
                                  reply: 0
                                  ack: 0
                                  hello: 0
                            health stats:
                                  fatal_error: 0
                                  health value: 1000
                                  interrupts: 0
                                  dropped: 0
                                  aborted: 0
                                  no route: 0
                                  timeouts: 0
                                  error: 0
                                  ping_count: 0
                                  next_ping: 0
                            tunables:
                                  peer_timeout: %d
                                  peer_credits: %d
                                  peer_buffer_credits: 0
                                  credits: %d
                """.formatted(sent, received, sent, received, lo ? 0 : 180, lo ? 0 : 8, lo ? 0 : 256)
                + (lo ? "" : """
                            lnd tunables:
                                  conns_per_peer: 1
                                  timeout: 50
                                  tos: -1
                """) + """
                            dev cpt: -1
                            CPT: "[0]"
                """;
    }

    private static String backup() {
        return """
                net:
                -     net type: tcp
                      local NI(s):
                      -     interfaces:
                                  0: eth1
                            tunables:
                                  peer_timeout: 180
                                  peer_credits: 8
                                  peer_buffer_credits: 0
                                  credits: 256
                            lnd tunables:
                                  conns_per_peer: 1
                                  tos: -1
                            CPT: "[0]"
                """;
    }

    private static String statistics(SimServer server) {
        ServerCounters c = server.cluster().counters().server(server);
        return """
                statistics:
                    msgs_alloc: 0
                    msgs_max: 10
                    rst_alloc: 0
                    errors: 0
                    send_count: %d
                    resend_count: 0
                    recv_count: %d
                    route_count: 0
                    drop_count: 0
                    send_length: %d
                    recv_length: %d
                    route_length: 0
                    drop_length: 0
                """.formatted(c.messages(c.sent()), c.messages(c.received()), c.sent(), c.received());
    }
}
