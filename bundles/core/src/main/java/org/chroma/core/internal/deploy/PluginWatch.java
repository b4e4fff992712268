package org.chroma.core.internal.deploy;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.chroma.core.ClusterView;
import org.chroma.core.ClusterView.PluginStatus;
import org.chroma.core.internal.foreign.ForeignCode;
import org.chroma.core.internal.foreign.ForeignCodeException;
import org.chroma.core.internal.plugin.PluginHealth;
import org.chroma.spi.Action;
import org.chroma.spi.ActionPlugin;
import org.chroma.spi.DeviceDataHandler;
import org.chroma.spi.PluginProblems;
import org.chroma.spi.StoragePlugin;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Sees plugins come and go in the manager's framework, and says what is wrong with them. */
@Component(service = PluginProblems.class, immediate = true)
public final class PluginWatch implements PluginProblems {
    private static final Duration LIMIT = Duration.ofSeconds(3);

    private final BundleContext context;
    private final ClusterView view;
    private final PluginHealth health;

    @Activate
    public PluginWatch(
            BundleContext context,
            @Reference ClusterView view,
            @Reference PluginHealth health,
            @Reference PluginStarts starts) {
        this.context = context;
        this.view = view;
        this.health = health;
        health.watch(new IdleBundles(context, starts::since)::find);
    }

    /** The manager's half of a device plugin came. */
    @Reference(
            service = DeviceDataHandler.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            unbind = "remove")
    public void addDeviceDataHandler(ServiceReference<DeviceDataHandler<?>> handler) {
        Object name = handler.getProperty("plugin.name");
        if (name == null) {
            add(handler, "device", handler.getProperty("component.name"), "It is not used: it has no @PluginName");
        } else {
            add(handler, "device", name, "");
        }
    }

    /** An action came, as agents have it too. */
    @Reference(
            service = ActionPlugin.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            unbind = "remove")
    public void addActionPlugin(ServiceReference<ActionPlugin<?, ?>> plugin) {
        Object component = plugin.getProperty("component.name");
        String origin = plugin.getBundle().getSymbolicName();
        try (ForeignCode code = new ForeignCode(String.valueOf(component), origin, InstantSource.system())) {
            String name = code.call("saying which action it has", LIMIT, () -> nameOf(plugin));
            add(plugin, "action", name, "");
        } catch (ForeignCodeException failed) {
            add(plugin, "action", component, "It is not used: " + failed.getMessage());
        }
    }

    private String nameOf(ServiceReference<ActionPlugin<?, ?>> plugin) {
        ActionPlugin<?, ?> service = context.getService(plugin);
        if (service == null) {
            throw new IllegalStateException("it does not start");
        }
        try {
            return Action.nameOf(service.action());
        } finally {
            context.ungetService(plugin);
        }
    }

    /** A plugin that asks controllers came. */
    @Reference(
            service = StoragePlugin.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            unbind = "remove")
    public void addStoragePlugin(ServiceReference<StoragePlugin<?>> plugin) {
        Object name = plugin.getProperty("plugin.name");
        add(plugin, "storage", name == null ? plugin.getProperty("component.name") : name, "");
    }

    /** A plugin went. */
    public void remove(ServiceReference<?> plugin) {
        health.went(plugin);
    }

    private void add(ServiceReference<?> plugin, String kind, @Nullable Object name, String problem) {
        health.came(
                plugin,
                new PluginStatus(String.valueOf(name), kind, plugin.getBundle().getSymbolicName(), problem));
    }

    @Override
    public Map<String, String> current() {
        Map<String, String> problems = new TreeMap<>();
        for (PluginStatus plugin : view.plugins()) {
            if (!plugin.problem().isEmpty()) {
                problems.merge(plugin.name(), plugin.problem(), (one, other) -> one + "; " + other);
            }
        }
        return problems;
    }
}
