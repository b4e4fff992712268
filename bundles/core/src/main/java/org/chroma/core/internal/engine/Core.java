package org.chroma.core.internal.engine;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.chroma.core.ChangeListener;
import org.chroma.core.ClusterView;
import org.chroma.core.Reports;
import org.chroma.core.StateListener;
import org.chroma.core.StateManager;
import org.chroma.core.internal.plugin.PluginHealth;
import org.chroma.core.internal.step.CoreSettings;
import org.chroma.core.port.Agents;
import org.chroma.core.port.DataStore;
import org.chroma.core.port.SampleSink;
import org.chroma.core.port.ServerAccess;
import org.chroma.spi.JobPlugin;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * The engine as the framework sees it: what it needs, what others bring, and the services that it is. It publishes
 * these itself once it runs, since they are parts of one thing that begin and end together.
 */
@Component(
        service = {},
        immediate = true,
        configurationPid = "org.chroma.core")
public final class Core {
    private final Engine engine;
    private final List<ServiceRegistration<?>> published = new ArrayList<>();

    /** Settings of the core, in {@code etc/org.chroma.core.cfg}. */
    public @interface Config {
        /** Host name of the time server that servers follow; empty leaves their time synchronisation alone. */
        String time_server() default "";

        /** Host name that servers forward their system logs to; empty leaves their logs alone. */
        String log_server() default "";

        /** TCP port of the log server. */
        int log_port() default 514;

        /** By how many seconds a server's clock may differ from the manager's when it is set up. */
        int clock_tolerance() default 20;
    }

    @Activate
    public Core(Config config, @Reference DataStore store, @Reference Agents agents, @Reference ServerAccess servers) {
        CoreSettings settings = new CoreSettings(
                config.time_server(),
                config.log_server(),
                config.log_port(),
                Duration.ofSeconds(config.clock_tolerance()));
        engine = new Engine(settings, store, agents, servers, Clock.systemUTC());
    }

    @Activate
    void open(BundleContext context) {
        engine.start();
        published.add(context.registerService(ClusterView.class, engine.view(), null));
        published.add(context.registerService(StateManager.class, engine.stateManager(), null));
        published.add(context.registerService(Reports.class, engine.reports(), null));
        published.add(context.registerService(PluginHealth.class, engine.plugins(), null));
    }

    @Deactivate
    void close() {
        published.forEach(ServiceRegistration::unregister);
        engine.stop();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public void addListener(ChangeListener listener) {
        engine.addListener(listener);
    }

    public void removeListener(ChangeListener listener) {
        engine.removeListener(listener);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public void addStateListener(StateListener listener) {
        engine.addStateListener(listener);
    }

    public void removeStateListener(StateListener listener) {
        engine.removeStateListener(listener);
    }

    /** A plugin whose job cannot be offered is refused and named in the log; it harms nothing else. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public void addJobPlugin(JobPlugin<?> plugin) {
        engine.plainJobs().add(plugin);
    }

    public void removeJobPlugin(JobPlugin<?> plugin) {
        engine.plainJobs().remove(plugin);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void setSink(SampleSink sink) {
        engine.reports().setSink(sink);
    }

    public void unsetSink(SampleSink gone) {
        engine.reports().unsetSink(gone);
    }
}
