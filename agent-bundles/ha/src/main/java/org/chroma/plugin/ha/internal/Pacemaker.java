package org.chroma.plugin.ha.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.chroma.spi.Machine;
import org.chroma.spi.Output;
import org.chroma.spi.OutputListener;
import org.chroma.spi.ProgramFailedException;
import org.w3c.dom.Element;

/** The failover cluster as one of its servers sees it. */
final class Pacemaker {
    /** Location constraint scores: the higher wins. */
    private static final int PRIMARY_SCORE = 20;

    private static final int SECONDARY_SCORE = 10;

    /** A running target stays where it is: it moves only when it must, or is told to. */
    private static final int STICKINESS = 1000;

    private static final Duration CHANGE = Duration.ofMinutes(1);

    /** As long as Pacemaker itself gives a start or a stop, and a little more. */
    private static final Duration SETTLE = Duration.ofSeconds(330);

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int NOT_READY_TRIES = 100;

    /** Exit codes of cibadmin. */
    private static final Set<Integer> NOT_READY = Set.of(10, 102);

    private static final int EXISTS = 108;
    private static final Set<Integer> NO_SUCH_OBJECT = Set.of(6, 105);

    private final Machine machine;
    private final Pause pause;

    private Pacemaker(Machine machine, Pause pause) {
        this.machine = machine;
        this.pause = pause;
    }

    /** The cluster that the server is a member of; empty where Pacemaker is not installed or does not run. */
    static Optional<Pacemaker> on(Machine machine, Pause pause) throws IOException, InterruptedException {
        return ClusterStatus.of(machine).map(status -> new Pacemaker(machine, pause));
    }

    ClusterStatus status() throws IOException, InterruptedException {
        return ClusterStatus.of(machine)
                .orElseThrow(() -> new IOException("Pacemaker does not run on " + machine.nodename() + " any more"));
    }

    /** Makes the target a resource that may run on this server, and starts nothing. */
    void configure(StoredTarget target) throws IOException, InterruptedException {
        Optional<Element> existing = element("resources", "primitive", target.label());
        if (existing.isEmpty()) {
            create("resources", primitive(target));
            existing = element("resources", "primitive", target.label());
        }
        String uuid = existing.stream()
                .flatMap(primitive -> Xml.children(primitive, "instance_attributes").stream())
                .flatMap(attributes -> Xml.children(attributes, "nvpair").stream())
                .filter(pair -> pair.getAttribute("name").equals("target"))
                .map(pair -> pair.getAttribute("value"))
                .findFirst()
                .orElse("");
        if (!uuid.equals(target.uuid())) {
            throw new IOException("the cluster has another resource %s, for target %s".formatted(target.label(), uuid));
        }
        String location = location(target.label(), target.primary());
        Optional<Element> constraint = element("constraints", "rsc_location", location);
        if (constraint.isEmpty()) {
            create(
                    "constraints",
                    "<rsc_location id=\"%s\" rsc=\"%s\" node=\"%s\" score=\"%d\"/>"
                            .formatted(
                                    location,
                                    target.label(),
                                    machine.nodename(),
                                    target.primary() ? PRIMARY_SCORE : SECONDARY_SCORE));
        } else if (!constraint.get().getAttribute("node").equals(machine.nodename())) {
            throw new IOException("the cluster has another location %s, on %s"
                    .formatted(location, constraint.get().getAttribute("node")));
        }
    }

    /** Undoes {@link #configure} for this server; on the primary one the resource itself goes. */
    void unconfigure(String label, boolean primary) throws IOException, InterruptedException {
        remove("constraints", "<rsc_location id=\"%s\"/>".formatted(location(label, primary)));
        if (primary) {
            remove("resources", "<primitive id=\"%s\"/>".formatted(label));
        }
    }

    /** Starts a target somewhere and waits until it runs; answers where. */
    String start(String label) throws IOException, InterruptedException {
        resource(label);
        // A failed start keeps a resource off a node for ever, even where its state no longer shows the failure.
        crmResource(label, "--cleanup");
        role(label, "Started");
        ClusterStatus.Resource settled = await(
                label, resource -> resource.failed() || resource.location().isPresent());
        if (settled.location().isEmpty()) {
            role(label, "Stopped");
            throw new IOException(
                    settled.failed()
                            ? label + " failed to start; the cluster was told to leave it stopped"
                            : "the cluster did not start %s within %d s and was told to leave it stopped"
                                    .formatted(label, SETTLE.toSeconds()));
        }
        return settled.location().get();
    }

    void stop(String label) throws IOException, InterruptedException {
        resource(label);
        role(label, "Stopped");
        if (!await(label, ClusterStatus.Resource::stopped).stopped()) {
            throw new IOException("the cluster did not stop %s within %d s".formatted(label, SETTLE.toSeconds()));
        }
    }

    /** Moves a running target to its primary or its secondary server. */
    void move(String label, boolean toPrimary) throws IOException, InterruptedException {
        String destination = element("constraints", "rsc_location", location(label, toPrimary))
                .map(constraint -> constraint.getAttribute("node"))
                .orElseThrow(() -> new IOException(
                        "%s has no %s server in the cluster".formatted(label, toPrimary ? "primary" : "failover")));
        Optional<String> now = resource(label).location();
        if (now.isEmpty()) {
            throw new IOException(label + " does not run, so it cannot be moved");
        }
        if (now.get().equals(destination)) {
            return;
        }
        crmResource(label, "--move", "--node", destination);
        try {
            Optional<String> then = await(label, resource -> resource.location().equals(Optional.of(destination)))
                    .location();
            if (!then.equals(Optional.of(destination))) {
                throw new IOException(
                        "%s did not move to %s; it runs on %s".formatted(label, destination, then.orElse("no server")));
            }
        } finally {
            // What --move leaves behind would hold the target there for ever.
            crmResource(label, "--clear");
        }
    }

    private static String location(String label, boolean primary) {
        return label + (primary ? "-primary" : "-secondary");
    }

    private static String primitive(StoredTarget target) {
        return """
                <primitive class="ocf" provider="chroma" type="Target" id="%1$s">\
                <instance_attributes id="%1$s-instance">\
                <nvpair id="%1$s-instance-target" name="target" value="%2$s"/>\
                </instance_attributes>\
                <operations>\
                <op id="%1$s-monitor" name="monitor" interval="120" timeout="60"/>\
                <op id="%1$s-start" name="start" interval="0" timeout="300"/>\
                <op id="%1$s-stop" name="stop" interval="0" timeout="300"/>\
                </operations>\
                <meta_attributes id="%1$s-meta">\
                <nvpair id="%1$s-meta-target-role" name="target-role" value="Stopped"/>\
                <nvpair id="%1$s-meta-stickiness" name="resource-stickiness" value="%3$d"/>\
                </meta_attributes>\
                </primitive>""".formatted(target.label(), target.uuid(), STICKINESS);
    }

    private ClusterStatus.Resource resource(String label) throws IOException, InterruptedException {
        return status().resource(label)
                .orElseThrow(() ->
                        new IOException("the cluster of %s has no resource %s".formatted(machine.nodename(), label)));
    }

    private ClusterStatus.Resource await(String label, Predicate<ClusterStatus.Resource> settled)
            throws IOException, InterruptedException {
        ClusterStatus.Resource resource = resource(label);
        for (long waited = 0; !settled.test(resource) && waited < SETTLE.toSeconds(); waited += PAUSE.toSeconds()) {
            pause.take(PAUSE);
            resource = resource(label);
        }
        return resource;
    }

    private void role(String label, String role) throws IOException, InterruptedException {
        crmResource(label, "-p", "target-role", "-m", "-v", role);
    }

    private void crmResource(String label, String... what) throws IOException, InterruptedException {
        machine.run(
                        CHANGE,
                        OutputListener.NONE,
                        Stream.concat(Stream.of("crm_resource", "-r", label), Stream.of(what))
                                .toList())
                .expectSuccess();
    }

    private Optional<Element> element(String section, String name, String id) throws IOException, InterruptedException {
        String xml = cibadmin(Set.of(), "-Q", "-o", section).stdout();
        return Xml.elements(xml, name).stream()
                .filter(each -> each.getAttribute("id").equals(id))
                .findFirst();
    }

    private void create(String section, String xml) throws IOException, InterruptedException {
        // It may exist by now: the other server does the same.
        cibadmin(Set.of(EXISTS), "-o", section, "-C", "-X", xml);
    }

    private void remove(String section, String xml) throws IOException, InterruptedException {
        cibadmin(NO_SUCH_OBJECT, "-o", section, "-D", "-X", xml);
    }

    private Output cibadmin(Set<Integer> accepted, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                Stream.concat(Stream.of("cibadmin"), Stream.of(arguments)).toList();
        Output output = machine.run(CHANGE, OutputListener.NONE, command);
        for (int tries = 1; NOT_READY.contains(output.exitCode()) && tries < NOT_READY_TRIES; tries++) {
            pause.take(PAUSE);
            output = machine.run(CHANGE, OutputListener.NONE, command);
        }
        if (!output.succeeded() && !accepted.contains(output.exitCode())) {
            throw new ProgramFailedException(output);
        }
        return output;
    }
}
