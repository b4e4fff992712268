package org.chroma.plugin.ha.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chroma.spi.Machine;
import org.chroma.spi.Output;
import org.chroma.spi.ProgramMissingException;
import org.w3c.dom.Element;

/**
 * What crm_mon says of the cluster's resources.
 *
 * @param resources by id
 */
record ClusterStatus(Map<String, Resource> resources) {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String AGENT = "chroma:Target";

    /**
     * One resource.
     *
     * @param role for example {@code Started} or {@code Stopped}
     * @param nodes where it runs
     */
    record Resource(String id, String agent, String role, boolean failed, List<String> nodes) {
        Optional<String> location() {
            return role.equals("Started") ? nodes.stream().findFirst() : Optional.empty();
        }

        boolean stopped() {
            return role.equals("Stopped") && nodes.isEmpty();
        }

        /** Whether it is a target that Chroma configured. */
        boolean isTarget() {
            return agent.endsWith(AGENT);
        }
    }

    /** What the cluster that the server is a member of says; empty where Pacemaker is not installed or does not run. */
    static Optional<ClusterStatus> of(Machine machine) throws IOException, InterruptedException {
        Output output;
        try {
            output = machine.run(LIMIT, "crm_mon", "-1", "-r", "--output-as=xml");
        } catch (ProgramMissingException e) {
            return Optional.empty();
        }
        return output.succeeded() ? Optional.of(parse(output.stdout())) : Optional.empty();
    }

    static ClusterStatus parse(String crmMon) throws IOException {
        Map<String, Resource> resources = new LinkedHashMap<>();
        for (Element each : Xml.elements(crmMon, "resource")) {
            Resource resource = new Resource(
                    each.getAttribute("id"),
                    each.getAttribute("resource_agent"),
                    each.getAttribute("role"),
                    Boolean.parseBoolean(each.getAttribute("failed")),
                    Xml.children(each, "node").stream()
                            .map(node -> node.getAttribute("name"))
                            .toList());
            // Groups and clones of others are listed with an id of their own.
            if (!resource.role().isEmpty()) {
                resources.put(resource.id(), resource);
            }
        }
        return new ClusterStatus(resources);
    }

    Optional<Resource> resource(String label) {
        return Optional.ofNullable(resources.get(label));
    }
}
