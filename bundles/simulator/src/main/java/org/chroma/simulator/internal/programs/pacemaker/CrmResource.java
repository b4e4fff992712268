package org.chroma.simulator.internal.programs.pacemaker;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.chroma.simulator.internal.cluster.Pacemaker;
import org.chroma.simulator.internal.cluster.SimServer;
import org.chroma.simulator.internal.pacemaker.Cib;
import org.chroma.simulator.internal.pacemaker.Xml;
import org.chroma.simulator.internal.programs.call.Call;
import org.chroma.simulator.internal.programs.call.Options;
import org.chroma.simulator.internal.programs.call.Program;

/** crm_resource. */
public final class CrmResource implements Program {
    private static final int USAGE = 64;
    private static final int NO_SUCH_OBJECT = 105;
    private static final int TIMED_OUT = 124;

    @Override
    public Set<String> names() {
        return Set.of("crm_resource");
    }

    @Override
    public int run(Call call) throws IOException, InterruptedException {
        Options options;
        try {
            options = Options.parse(
                    call.arguments(),
                    "r|resource: p|set-parameter: d|delete-parameter: g|get-parameter: m|meta v|parameter-value: M|move"
                            + " B|ban U|clear N|node: C|cleanup R|refresh W|locate l|list-raw L|list wait timeout:"
                            + " list-standards list-agents: output-as: f|force n|operation: lifetime: restart");
        } catch (Options.BadOptionException e) {
            call.errf("crm_resource: %s%n", String.valueOf(e.getMessage()));
            return USAGE;
        }
        if (options.has("list-standards")) {
            call.out("ocf\nlsb\nservice\nsystemd\nstonith\n");
            return 0;
        }
        Pacemaker pacemaker = call.server().pair().pacemaker();
        if (!pacemaker.online(call.server())) {
            call.err("crm_resource: Could not connect to the CIB: Transport endpoint is not connected\n");
            return Cibadmin.NOT_CONNECTED;
        }
        call.pauseMillis(200);
        Cib cib = pacemaker.cib();
        if (options.has("wait")) {
            return await(call, pacemaker, Integer.parseInt(options.value("timeout", "60")));
        }
        if (options.has("list-raw") || options.has("list")) {
            cib.primitives().forEach(p -> call.out(p.get("id") + "\n"));
            return 0;
        }
        String id = options.value("resource");
        if (id == null && options.has("cleanup")) {
            pacemaker.cleanUp(null);
            call.out("Cleaned up all resources on all nodes\n");
            return 0;
        }
        Optional<Xml> found = cib.primitive(id == null ? "" : id);
        if (found.isEmpty() || id == null) {
            call.errf("crm_resource: Resource '%s' not found%n", String.valueOf(id));
            call.err("Error performing operation: No such object\n");
            return NO_SUCH_OBJECT;
        }
        return one(call, options, pacemaker, found.get(), id);
    }

    private static int one(Call call, Options options, Pacemaker pacemaker, Xml primitive, String id) {
        Cib cib = pacemaker.cib();
        String parameter = options.value("set-parameter");
        if (parameter != null) {
            String value = options.value("parameter-value", "");
            String nv =
                    set(primitive, options.has("meta") ? "meta_attributes" : "instance_attributes", parameter, value);
            call.outf("Set '%s' option: id=%s name=%s value=%s%n", id, nv, parameter, value);
            pacemaker.configured();
        } else if (options.has("get-parameter")) {
            String wanted = options.value("get-parameter", "");
            String value = (options.has("meta") ? Cib.meta(primitive) : Cib.attributes(primitive)).get(wanted);
            if (value == null) {
                call.errf("Attribute '%s' not found for '%s'%n", wanted, id);
                return NO_SUCH_OBJECT;
            }
            call.out(value + "\n");
        } else if (options.has("move")) {
            return move(call, options, pacemaker, id);
        } else if (options.has("clear")) {
            Xml constraints = cib.configuration().need("constraints");
            for (String prefix : new String[] {"cli-prefer-", "cli-ban-"}) {
                if (constraints.children().removeIf(c -> c.get("id", "").startsWith(prefix + id))) {
                    call.outf("Removing constraint: %s%s%n", prefix, id);
                }
            }
            pacemaker.configured();
        } else if (options.has("cleanup") || options.has("refresh")) {
            pacemaker.cleanUp(id);
            for (SimServer server : pacemaker.pair().servers()) {
                if (pacemaker.online(server)) {
                    call.outf("Cleaned up %s on %s%n", id, server.name());
                }
            }
        } else if (options.has("locate")) {
            Optional<String> node = pacemaker.runsOn(id);
            if (node.isEmpty()) {
                call.errf("resource %s is NOT running%n", id);
            } else {
                call.outf("resource %s is running on: %s%n", id, node.get());
            }
        } else {
            call.err("crm_resource: nothing to do, or not simulated\n");
            return USAGE;
        }
        return 0;
    }

    private static String set(Xml primitive, String kind, String name, String value) {
        Xml attributes = primitive.child(kind).orElseGet(() -> {
            Xml made = new Xml(kind, "id", primitive.get("id") + "-" + kind);
            // Attributes come before operations and meta attributes last, as the tools write them.
            primitive.add(made);
            return made;
        });
        for (Xml pair : attributes.all("nvpair")) {
            if (name.equals(pair.get("name"))) {
                pair.set("value", value);
                return pair.get("id", "");
            }
        }
        String id = attributes.get("id") + "-" + name;
        attributes.add(new Xml("nvpair", "id", id, "name", name, "value", value));
        return id;
    }

    private static int move(Call call, Options options, Pacemaker pacemaker, String id) {
        String node = options.value("node");
        Optional<String> there = pacemaker.runsOn(id);
        boolean known =
                pacemaker.pair().servers().stream().anyMatch(s -> s.name().equals(node));
        if (node == null || !known) {
            call.errf("crm_resource: Node '%s' not found%n", String.valueOf(node));
            call.err("Error performing operation: No such object\n");
            return NO_SUCH_OBJECT;
        }
        if (there.isPresent() && there.get().equals(node) && !options.has("force")) {
            call.errf("crm_resource: %s is already active on %s%n", id, node);
            call.err("Error performing operation: Requested item already exists\n");
            return 108;
        }
        Xml constraints = pacemaker.cib().configuration().need("constraints");
        constraints.children().removeIf(c -> ("cli-prefer-" + id).equals(c.get("id")));
        constraints.add(new Xml(
                "rsc_location",
                "id",
                "cli-prefer-" + id,
                "rsc",
                id,
                "role",
                "Started",
                "node",
                node,
                "score",
                "INFINITY"));
        pacemaker.configured();
        return 0;
    }

    private static int await(Call call, Pacemaker pacemaker, int seconds) throws IOException, InterruptedException {
        for (int waited = 0; !pacemaker.settled(); waited++) {
            if (waited >= seconds * 50) {
                call.err("Error performing operation: Timer expired\n");
                return TIMED_OUT;
            }
            call.pauseFor(Duration.ofMillis(20));
        }
        return 0;
    }
}
