package org.chroma.simulator.internal.programs.pacemaker;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.chroma.simulator.internal.cluster.Pacemaker;
import org.chroma.simulator.internal.pacemaker.Cib;
import org.chroma.simulator.internal.pacemaker.Xml;
import org.chroma.simulator.internal.programs.call.Call;
import org.chroma.simulator.internal.programs.call.Program;

/** pcs: what shows the failover cluster. Changes go through cibadmin and crm_resource. */
public final class Pcs implements Program {

    @Override
    public Set<String> names() {
        return Set.of("pcs");
    }

    @Override
    public int run(Call call) throws IOException, InterruptedException {
        Pacemaker pacemaker = call.server().pair().pacemaker();
        if (!pacemaker.online(call.server())) {
            call.err("Error: error running crm_mon, is pacemaker running?\n");
            return 1;
        }
        call.pauseMillis(800);
        List<String> words = call.arguments();
        switch (String.join(" ", words)) {
            case "status", "cluster status" ->
                call.outf(
                        "Cluster name: %s%n%s",
                        pacemaker.cib().property("cluster-name", ""), PacemakerView.text(pacemaker, call.now()));
            case "status xml" ->
                call.out(PacemakerView.mon(
                                pacemaker, call.now(), "/usr/sbin/crm_mon --one-shot --inactive --output-as xml")
                        .print());
            case "constraint", "constraint config" -> constraints(call, pacemaker.cib());
            case "resource config" -> resources(call, pacemaker.cib());
            default -> {
                if (words.size() > 3
                        && words.get(0).equals("resource")
                        && words.get(1).equals("create")) {
                    call.errf(
                            "Error: Unable to process agent '%s' as it implements unsupported OCF version '1.0.1', supported versions are: '1.0', '1.1', use --force to override%n",
                            words.get(3));
                    call.err("Error: Errors have occurred, therefore pcs is unable to continue\n");
                    return 1;
                }
                call.errf("Error: '%s' is not simulated%n", String.join(" ", words));
                return 1;
            }
        }
        return 0;
    }

    private static void constraints(Call call, Cib cib) {
        call.out("Location Constraints:\n");
        for (Xml primitive : cib.primitives()) {
            List<Xml> locations = cib.locations(primitive.get("id", ""));
            if (!locations.isEmpty()) {
                call.outf("  Resource: %s%n    Enabled on:%n", primitive.get("id", ""));
                locations.forEach(l -> call.outf("      Node: %s (score:%s)%n", l.get("node", ""), l.get("score", "")));
            }
        }
        call.out("Ordering Constraints:\nColocation Constraints:\nTicket Constraints:\n");
    }

    private static void resources(Call call, Cib cib) {
        for (Xml p : cib.primitives()) {
            call.outf(
                    "Resource: %s (class=%s provider=%s type=%s)%n  Attributes:%n",
                    p.get("id", ""), p.get("class", ""), p.get("provider", ""), p.get("type", ""));
            Cib.attributes(p).forEach((name, value) -> call.outf("    %s=%s%n", name, value));
            call.out("  Meta Attributes:\n");
            Cib.meta(p).forEach((name, value) -> call.outf("    %s=%s%n", name, value));
        }
    }
}
