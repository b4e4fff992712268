package org.chroma.simulator.internal.service;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.chroma.simulator.internal.cluster.ClusterListener;
import org.chroma.simulator.internal.cluster.SimServer;
import org.chroma.simulator.internal.programs.Programs;
import org.chroma.simulator.internal.programs.SimulatedMachine;
import org.chroma.spi.Machine;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes each server that can be reached as an OSGi service, which gives it an agent, and opens its sshd. A server
 * without power or network has neither: from outside the two look the same.
 */
final class MachinePublisher implements ClusterListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MachinePublisher.class);

    private final BundleContext context;
    private final Programs programs;
    private final SimulatedSshd sshd;
    private final Path directory;
    private final int agentPort;
    private final Map<String, ServiceRegistration<Machine>> published = new HashMap<>();
    private boolean closed;

    /**
     * Publishes nothing yet.
     *
     * @param directory has a directory for each server's agent
     * @param agentPort at which agents listen, each on its server's address
     */
    MachinePublisher(BundleContext context, Programs programs, SimulatedSshd sshd, Path directory, int agentPort) {
        this.context = context;
        this.programs = programs;
        this.sshd = sshd;
        this.directory = directory;
        this.agentPort = agentPort;
    }

    @Override
    public void added(SimServer server) {
        changed(server);
    }

    @Override
    public synchronized void changed(SimServer server) {
        boolean reachable = server.cluster().locked(server::network);
        if (closed || reachable == published.containsKey(server.name())) {
            return;
        }
        if (reachable) {
            publish(server);
        } else {
            withdraw(server.name());
            sshd.close(server.spec().address());
        }
    }

    private void publish(SimServer server) {
        SimulatedMachine machine = new SimulatedMachine(server, programs);
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("chroma.machine.name", server.name());
        properties.put("chroma.machine.data", directory.resolve(server.name()).toString());
        properties.put("chroma.machine.address", server.spec().address());
        properties.put("chroma.machine.port", agentPort);
        published.put(
                server.name(), context.registerService(Machine.class, machine, FrameworkUtil.asDictionary(properties)));
        try {
            sshd.open(server.spec().address(), machine);
        } catch (IOException e) {
            LOG.error("{} cannot be reached over SSH: {}", server.name(), e.getMessage());
        }
    }

    private void withdraw(String server) {
        ServiceRegistration<Machine> registration = published.remove(server);
        if (registration != null) {
            registration.unregister();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        for (String server : published.keySet().toArray(new String[0])) {
            withdraw(server);
        }
    }
}
