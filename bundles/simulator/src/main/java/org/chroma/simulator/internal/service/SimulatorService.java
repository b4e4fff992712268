package org.chroma.simulator.internal.service;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.chroma.agent.AgentCommands;
import org.chroma.simulator.SimulatedServer;
import org.chroma.simulator.Simulator;
import org.chroma.simulator.internal.cluster.Cluster;
import org.chroma.simulator.internal.cluster.ClusterStore;
import org.chroma.simulator.internal.cluster.Disk;
import org.chroma.simulator.internal.cluster.DiskContent;
import org.chroma.simulator.internal.cluster.Fault;
import org.chroma.simulator.internal.cluster.Mount;
import org.chroma.simulator.internal.cluster.PairLayout;
import org.chroma.simulator.internal.cluster.SimServer;
import org.chroma.simulator.internal.programs.Programs;
import org.chroma.simulator.internal.programs.TargetResourceAgent;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Builds the simulated cluster that the configuration describes, and lets it be reached. */
@Component(
        service = {Simulator.class, Pairs.class},
        immediate = true,
        configurationPid = "org.chroma.simulator",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = SimulatorService.Config.class)
public final class SimulatorService implements Simulator, Pairs {
    private static final int MOST_SERVERS = 2000;
    private static final int MOST_DISKS = 100;
    private static final Duration SAVE_USAGE = Duration.ofSeconds(60);

    /** How the simulated cluster is made. */
    @ObjectClassDefinition(name = "Chroma simulator")
    @interface Config {

        @AttributeDefinition(description = "Directory that keeps disks and servers; empty for one below Chroma's data")
        String data() default "";

        @AttributeDefinition(
                description = "Servers, two for metadata and the rest for objects; an even number from 4 on")
        int servers() default 4;

        @AttributeDefinition(description = "Shared disks for each object storage server, 1 to 100")
        int ostsPerServer() default 4;

        @AttributeDefinition(description = "Whether there is one more pair that nobody added yet")
        boolean waitingPair() default true;

        @AttributeDefinition(
                description = "How long things take, as a part of what they take on real servers; 1 is real time")
        double timeFactor() default 0.03;

        @AttributeDefinition(description = "How much simulated clients do by themselves; 0 is nothing")
        double background() default 1.0;

        @AttributeDefinition(
                description =
                        "Port of the servers' sshd, each on its own loopback address; 0 takes a free one and keeps it")
        int sshPort() default 0;

        @AttributeDefinition(description = "Port of the servers' agents; 0 takes a free one and keeps it")
        int agentPort() default 0;

        @AttributeDefinition(
                description =
                        "File with the public keys that may log in as root; empty for authorized_keys in the data directory")
        String authorizedKeys() default "";
    }

    private final Layout layout;
    private final Cluster cluster;
    private final int added;
    private final SimulatedSshd sshd;
    private final MachinePublisher publisher;
    private final ControlSocket control;
    private volatile @Nullable AgentCommands agentCommands;

    @Activate
    public SimulatorService(BundleContext context, Config config) throws IOException, GeneralSecurityException {
        check(config);
        Path directory = directory(context, config);
        ClusterStore store = ClusterStore.in(directory);
        layout = new Layout(store);
        added = config.servers();
        layout.grow(config.servers() + (config.waitingPair() ? 2 : 0), config.ostsPerServer());
        choosePorts(config);
        cluster = new Cluster(Clock.systemUTC(), config.timeFactor(), store);
        cluster.counters().background(config.background());
        Programs programs = new Programs();
        for (String kind : List.of(TargetResourceAgent.CHROMA, TargetResourceAgent.LUSTRE)) {
            cluster.resourceAgent(kind, new TargetResourceAgent(programs, kind));
        }
        String keys = config.authorizedKeys();
        sshd = new SimulatedSshd(
                directory,
                keys.isEmpty() ? directory.resolve("authorized_keys") : Path.of(keys),
                layout.sshPort(),
                (machine, arguments, in, out, err) -> {
                    AgentCommands commands = agentCommands;
                    if (commands == null) {
                        err.write("chroma-agent: the agent does not run\n".getBytes(StandardCharsets.UTF_8));
                        return 3;
                    }
                    return commands.run(machine, arguments, in, out, err);
                });
        publisher = new MachinePublisher(context, programs, sshd, directory.resolve("agents"), layout.agentPort());
        cluster.listen(publisher);
        layout.pairs().forEach(cluster::add);
        cluster.pairs().forEach(pair -> pair.pacemaker().wake());
        control = new ControlSocket(directory, this);
        saveUsageLater();
    }

    private static void check(Config config) {
        if (config.servers() < 4 || config.servers() > MOST_SERVERS || config.servers() % 2 != 0) {
            throw new IllegalArgumentException(
                    "servers must be an even number from 4 to %d, not %d".formatted(MOST_SERVERS, config.servers()));
        }
        checkDisks(config.ostsPerServer());
        if (config.timeFactor() < 0 || config.timeFactor() > 10) {
            throw new IllegalArgumentException("timeFactor must be from 0 to 10, not " + config.timeFactor());
        }
    }

    private static void checkDisks(int disks) {
        if (disks < 1 || disks > MOST_DISKS) {
            throw new IllegalArgumentException("a server must have 1 to %d disks, not %d".formatted(MOST_DISKS, disks));
        }
    }

    private static Path directory(BundleContext context, Config config) throws IOException {
        String data = context.getProperty("chroma.data");
        Path directory = !config.data().isEmpty()
                ? Path.of(config.data())
                : data != null
                        ? Path.of(data, "simulator")
                        : context.getDataFile("simulator").toPath();
        Files.createDirectories(directory);
        return directory.toRealPath();
    }

    private void choosePorts(Config config) throws IOException {
        int ssh = config.sshPort() != 0 ? config.sshPort() : layout.sshPort();
        int agent = config.agentPort() != 0 ? config.agentPort() : layout.agentPort();
        layout.ports(ssh != 0 ? ssh : freePort(), agent != 0 ? agent : freePort());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void saveUsageLater() {
        cluster.scheduleAfter(SAVE_USAGE, () -> {
            cluster.saveUsage();
            saveUsageLater();
        });
    }

    /** The agent came. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            unbind = "removeAgentCommands")
    public void setAgentCommands(AgentCommands commands) {
        agentCommands = commands;
    }

    /** The agent went. */
    public void removeAgentCommands(AgentCommands commands) {
        if (agentCommands == commands) {
            agentCommands = null;
        }
    }

    /** Servers go on as they are when the simulator starts again. */
    @Deactivate
    public void close() throws IOException {
        control.close();
        cluster.ignore(publisher);
        publisher.close();
        sshd.close();
        cluster.close();
    }

    @Override
    public List<SimulatedServer> servers() {
        return cluster.locked(() -> {
            List<SimulatedServer> servers = new ArrayList<>();
            for (SimServer server : cluster.servers()) {
                servers.add(shown(server, waits(server)));
            }
            return servers;
        });
    }

    /** Those beyond what was asked for wait for somebody to add them. */
    private boolean waits(SimServer server) {
        return server.spec().number() >= added;
    }

    private SimulatedServer shown(SimServer server, boolean waiting) {
        List<String> disks = new ArrayList<>();
        for (Disk disk : server.pair().disks().values()) {
            DiskContent content = disk.content();
            disks.add(content == null ? disk.serial() : disk.serial() + " " + content.label());
        }
        return new SimulatedServer(
                server.name(),
                server.spec().fqdn(),
                "root@%s:%d".formatted(server.spec().address(), layout.sshPort()),
                server.spec().nid(),
                server.pair().name(),
                waiting,
                server.powered(),
                server.network(),
                server.targetMounts().stream().map(Mount::service).toList(),
                disks,
                server.faults().stream()
                        .map(f -> (f.hangs() ? "hang " : "fail ") + f.command())
                        .toList());
    }

    private SimServer server(String name) {
        return cluster.locked(() -> cluster.server(name))
                .orElseThrow(() -> new IllegalArgumentException("there is no simulated server '%s'".formatted(name)));
    }

    @Override
    public void powerOff(String server) {
        cluster.powerOff(server(server));
    }

    @Override
    public void powerOn(String server) {
        cluster.powerOn(server(server));
    }

    @Override
    public void networkOff(String server) {
        cluster.network(server(server), false);
    }

    @Override
    public void networkOn(String server) {
        cluster.network(server(server), true);
    }

    @Override
    public void fail(String server, String command) {
        cluster.fault(server(server), fault(command, false));
    }

    @Override
    public void hang(String server, String command) {
        cluster.fault(server(server), fault(command, true));
    }

    private static Fault fault(String command, boolean hangs) {
        String program = command.strip().split("\\s+", -1)[0];
        if (!new Programs().has(program)) {
            throw new IllegalArgumentException("simulated servers have no program '%s'".formatted(program));
        }
        return new Fault(command.strip(), hangs);
    }

    @Override
    public void heal(String server) {
        cluster.heal(server(server));
    }

    @Override
    public void write(String filesystem, long bytesPerSecond) {
        boolean known = cluster.locked(() -> cluster.servers().stream()
                .flatMap(s -> s.targetMounts().stream())
                .anyMatch(m -> m.service().startsWith(filesystem + "-")));
        if (!known) {
            throw new IllegalArgumentException("no target of a filesystem '%s' is running".formatted(filesystem));
        }
        cluster.locked(() -> {
            cluster.counters().write(filesystem, bytesPerSecond);
            return Map.of();
        });
    }

    @Override
    public List<String> addPair(int disksPerServer) {
        checkDisks(disksPerServer);
        PairLayout pair = layout.add(disksPerServer);
        cluster.add(pair);
        return pair.servers().stream().map(s -> s.name()).toList();
    }

    @Override
    public void add(PairLayout pair) {
        boolean there = cluster.locked(
                () -> cluster.pairs().stream().anyMatch(p -> p.name().equals(pair.name())));
        if (!there) {
            cluster.add(pair);
        }
    }

    @Override
    public int number(String pair) {
        return cluster.locked(() -> layout.number(pair));
    }
}
