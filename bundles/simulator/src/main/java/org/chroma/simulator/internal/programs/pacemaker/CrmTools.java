package org.chroma.simulator.internal.programs.pacemaker;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.chroma.simulator.internal.cluster.Pacemaker;
import org.chroma.simulator.internal.cluster.SimServer;
import org.chroma.simulator.internal.programs.call.Call;
import org.chroma.simulator.internal.programs.call.Options;
import org.chroma.simulator.internal.programs.call.Program;

/** crm_mon, crm_node, crm_attribute, corosync-cfgtool and corosync-quorumtool. */
public final class CrmTools implements Program {

    @Override
    public Set<String> names() {
        return Set.of("crm_mon", "crm_node", "crm_attribute", "corosync-cfgtool", "corosync-quorumtool");
    }

    @Override
    public int run(Call call) throws IOException, InterruptedException {
        Pacemaker pacemaker = call.server().pair().pacemaker();
        if (!pacemaker.online(call.server())) {
            if (call.program().equals("crm_mon")) {
                call.err("crm_mon: Connection to cluster failed: Connection refused\n");
            } else {
                call.errf("%s: Could not connect: Transport endpoint is not connected%n", call.program());
            }
            return Cibadmin.NOT_CONNECTED;
        }
        call.pauseMillis(200);
        try {
            return switch (call.program()) {
                case "crm_mon" -> mon(call, pacemaker);
                case "crm_node" -> node(call, pacemaker);
                case "crm_attribute" -> attribute(call, pacemaker);
                case "corosync-cfgtool" -> links(call, pacemaker);
                default -> quorum(call, pacemaker);
            };
        } catch (Options.BadOptionException e) {
            call.errf("%s: %s%n", call.program(), String.valueOf(e.getMessage()));
            return 64;
        }
    }

    private static int mon(Call call, Pacemaker pacemaker) throws Options.BadOptionException {
        Options options = Options.parse(
                call.arguments(),
                "1|one-shot r|inactive X|as-xml output-as: n|group-by-node N D V h: output-to: b|brief");
        boolean xml = options.has("as-xml") || options.value("output-as", "").equals("xml");
        pacemaker.wake();
        String request = "crm_mon " + String.join(" ", call.arguments());
        call.out(
                xml
                        ? PacemakerView.mon(pacemaker, call.now(), request).print()
                        : PacemakerView.text(pacemaker, call.now()));
        return 0;
    }

    private static int node(Call call, Pacemaker pacemaker) throws Options.BadOptionException {
        Options options = Options.parse(call.arguments(), "l|list p|partition n|name i|cluster-id q|quorum");
        List<SimServer> servers = pacemaker.pair().servers();
        if (options.has("list")) {
            for (int i = 0; i < servers.size(); i++) {
                SimServer server = servers.get(i);
                call.outf("%d %s %s%n", i + 1, server.name(), pacemaker.online(server) ? "member" : "lost");
            }
        }
        if (options.has("partition")) {
            StringBuilder members = new StringBuilder();
            servers.stream()
                    .filter(pacemaker::online)
                    .forEach(s -> members.append(s.name()).append(' '));
            call.out(members.append('\n').toString());
        }
        if (options.has("name")) {
            call.out(call.server().name() + "\n");
        }
        if (options.has("cluster-id")) {
            call.outf("%d%n", servers.indexOf(call.server()) + 1);
        }
        if (options.has("quorum")) {
            call.out("1\n");
        }
        return 0;
    }

    private static int attribute(Call call, Pacemaker pacemaker) throws Options.BadOptionException {
        Options options = Options.parse(
                call.arguments(), "n|name: G|query v|update: D|delete q|quiet t|type: N|node: l|lifetime:");
        String name = options.value("name", "");
        if (options.has("update")) {
            pacemaker.cib().setProperty(name, options.value("update", ""));
            pacemaker.configured();
            return 0;
        }
        String value = pacemaker.cib().property(name, "");
        if (value.isEmpty()) {
            call.err("crm_attribute: Error performing operation: No such device or address\n");
            return 105;
        }
        call.out(options.has("quiet") ? value + "\n" : "scope=crm_config  name=%s value=%s%n".formatted(name, value));
        return 0;
    }

    private static int links(Call call, Pacemaker pacemaker) {
        List<SimServer> servers = pacemaker.pair().servers();
        call.outf(
                "Local node ID %d, transport knet%nLINK ID 0 udp%n\taddr\t= %s%n\tstatus:%n",
                servers.indexOf(call.server()) + 1, call.server().spec().storageAddress());
        for (int i = 0; i < servers.size(); i++) {
            SimServer server = servers.get(i);
            String state =
                    server == call.server() ? "localhost" : pacemaker.online(server) ? "connected" : "disconnected";
            call.outf("\t\tnodeid:          %d:\t%s%n", i + 1, state);
        }
        return 0;
    }

    private static int quorum(Call call, Pacemaker pacemaker) {
        List<SimServer> servers = pacemaker.pair().servers();
        long votes = servers.stream().filter(pacemaker::online).count();
        call.outf(
                "Quorum information%n------------------%nQuorum provider:  corosync_votequorum%nNodes:            %d%nQuorate:          Yes%n%n",
                votes);
        call.outf(
                "Votequorum information%n----------------------%nExpected votes:   %d%nTotal votes:      %d%nQuorum:           1  %nFlags:            2Node Quorate WaitForAll %n%n",
                servers.size(), votes);
        call.out("Membership information\n----------------------\n    Nodeid      Votes Name\n");
        for (int i = 0; i < servers.size(); i++) {
            if (pacemaker.online(servers.get(i))) {
                call.outf(
                        "%10d          1 %s%s%n",
                        i + 1, servers.get(i).name(), servers.get(i) == call.server() ? " (local)" : "");
            }
        }
        return 0;
    }
}
