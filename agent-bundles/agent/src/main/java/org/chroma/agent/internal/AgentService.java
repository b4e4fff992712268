package org.chroma.agent.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.chroma.agent.AgentCommands;
import org.chroma.agent.Registration;
import org.chroma.protocol.RegistrationOrder;
import org.chroma.protocol.RegistrationReply;
import org.chroma.spi.Action;
import org.chroma.spi.ActionPlugin;
import org.chroma.spi.DevicePlugin;
import org.chroma.spi.Machine;
import org.chroma.spi.PluginProblems;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives an agent to every machine in the framework, and to all of them every plugin. A machine may say in its service
 * properties where its agent keeps its files ({@code chroma.machine.data}), and where its actions are reached
 * ({@code chroma.machine.address}, {@code chroma.machine.port}).
 */
@Component(
        immediate = true,
        service = {Registration.class, AgentCommands.class, PluginProblems.class},
        configurationPid = "org.chroma.agent")
public final class AgentService implements Registration, AgentCommands, PluginProblems {
    private static final Logger LOG = LoggerFactory.getLogger(AgentService.class);
    private static final Duration SCAN_PATIENCE = Duration.ofSeconds(5);

    private final Workers workers = new Workers();
    private final SharedSockets sockets = new SharedSockets();
    private final ProbeRegistry probes = new ProbeRegistry();
    private final ActionRegistry actions = new ActionRegistry();
    private final Agent.Shared shared;
    private final Path data;
    private final Agent.Place place;
    private final boolean command;
    private final PluginBundles bundles;
    private final IdentityHashMap<Machine, Agent> agents = new IdentityHashMap<>();
    private final IdentityHashMap<Machine, CommandSocket> commandSockets = new IdentityHashMap<>();

    /** How agents work. */
    public @interface Config {
        /** Where actions are listened for: a local address; empty for all. */
        String action_address() default "";

        /** The port for actions, 0 to 65535; 0 takes any free one. */
        int action_port() default 8022;

        /** Time between reports, in seconds. The manager expects one in 20 s. */
        int report_period() default 10;

        /** After so many seconds a device plugin is given up. */
        int scan_limit() default 60;

        /** Whether the command chroma-agent works on this machine. */
        boolean command() default true;
    }

    @Activate
    public AgentService(BundleContext context, Config config) {
        this(
                dataDirectory(context),
                new Agent.Place(config.action_address(), config.action_port()),
                Duration.ofSeconds(config.report_period()),
                Duration.ofSeconds(config.scan_limit()),
                config.command(),
                workers -> new FrameworkBundles(context, workers),
                context.getBundle().getVersion().toString());
    }

    /** Outside of a framework, with actions on any free port of an address. */
    public AgentService(Path data, String address, Duration reportPeriod, Duration scanLimit) {
        this(data, new Agent.Place(address, 0), reportPeriod, scanLimit, false, workers -> PluginBundles.NONE, "0.0.0");
    }

    private AgentService(
            Path data,
            Agent.Place place,
            Duration reportPeriod,
            Duration scanLimit,
            boolean command,
            Function<Workers, PluginBundles> bundlesFor,
            String version) {
        this.data = data;
        this.place = place;
        this.command = command;
        bundles = bundlesFor.apply(workers);
        shared = new Agent.Shared(
                workers,
                sockets,
                probes,
                actions,
                bundles,
                Clock.systemUTC(),
                reportPeriod,
                reportPeriod.compareTo(SCAN_PATIENCE) < 0 ? reportPeriod : SCAN_PATIENCE,
                scanLimit,
                version);
        actions.add(new ReportNowPlugin(this::agentOf));
        actions.add(new DeregisterPlugin(this::agentOf));
    }

    private static Path dataDirectory(BundleContext context) {
        String data = context.getProperty("chroma.data");
        return data == null ? context.getDataFile("").toPath() : Path.of(data);
    }

    /** A machine came. */
    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            unbind = "removeMachine")
    public void addMachine(Machine machine, Map<String, ?> properties) {
        Object own = properties.get("chroma.machine.data");
        Path directory = own == null ? data.resolve("agent") : Path.of(own.toString());
        Object address = properties.get("chroma.machine.address");
        Object port = properties.get("chroma.machine.port");
        Agent.Place where = new Agent.Place(
                address == null ? place.address() : address.toString(),
                port == null ? place.port() : Integer.parseInt(port.toString()));
        Agent agent = new Agent(machine, new AgentFiles(directory), shared, where);
        synchronized (agents) {
            agents.put(machine, agent);
        }
        agent.start();
        if (command) {
            try {
                CommandSocket socket = new CommandSocket(directory, new CommandLine(agent), workers.actions);
                synchronized (agents) {
                    commandSockets.put(machine, socket);
                }
            } catch (IOException e) {
                LOG.error("The command chroma-agent is not available for {}: {}", machine.nodename(), e.getMessage());
            }
        }
    }

    /** A machine went. */
    public void removeMachine(Machine machine) {
        Agent agent;
        CommandSocket socket;
        synchronized (agents) {
            agent = agents.remove(machine);
            socket = commandSockets.remove(machine);
        }
        if (socket != null) {
            socket.close();
        }
        if (agent != null) {
            agent.close();
            bundles.gone(agent);
        }
    }

    /** A device plugin came. */
    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            unbind = "removeDevicePlugin")
    public void addDevicePlugin(DevicePlugin<?> plugin, Map<String, ?> properties) {
        Object name = properties.get("plugin.name");
        if (name == null) {
            LOG.error("{} is not used: it has no @PluginName", plugin.getClass().getName());
        } else {
            probes.add(name.toString(), plugin);
        }
    }

    /** A device plugin went. */
    public void removeDevicePlugin(DevicePlugin<?> plugin) {
        probes.remove(plugin);
    }

    /** An action plugin came. */
    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            unbind = "removeActionPlugin")
    public void addActionPlugin(ActionPlugin<?, ?> plugin) {
        try {
            add(plugin);
        } catch (Throwable e) { // what a plugin calls its action is the plugin's
            LOG.error("{} is not used: {}", plugin.getClass().getName(), e.toString());
        }
    }

    private <A extends Action<R>, R> void add(ActionPlugin<A, R> plugin) {
        actions.add(plugin);
    }

    /** An action plugin went. */
    public void removeActionPlugin(ActionPlugin<?, ?> plugin) {
        actions.remove(plugin);
    }

    /** Everything ends. */
    @Deactivate
    public void close() {
        List<Machine> machines;
        synchronized (agents) {
            machines = List.copyOf(agents.keySet());
        }
        machines.forEach(this::removeMachine);
        probes.close();
        sockets.close();
        workers.close();
    }

    @Override
    public RegistrationReply register(Machine machine, RegistrationOrder order)
            throws IOException, InterruptedException {
        return agentOf(machine).register(order);
    }

    @Override
    public int run(Machine machine, List<String> arguments, InputStream in, OutputStream out, OutputStream err)
            throws IOException, InterruptedException {
        return new CommandLine(agentOf(machine)).run(arguments, in, out, err);
    }

    @Override
    public Map<String, String> current() {
        Map<String, String> problems = new TreeMap<>(bundles.problems());
        List<Agent> all;
        synchronized (agents) {
            all = List.copyOf(agents.values());
        }
        for (Agent agent : all) {
            String where = agent.machine().nodename() + ": ";
            agent.failures()
                    .forEach((plugin, why) -> problems.merge(plugin, where + why, (one, other) -> one + "; " + other));
        }
        return problems;
    }

    private Agent agentOf(Machine machine) {
        Machine original = ActionRunner.original(machine);
        synchronized (agents) {
            Agent agent = agents.get(original);
            if (agent == null) {
                throw new IllegalArgumentException(machine.nodename() + " is not published as a service");
            }
            return agent;
        }
    }
}
