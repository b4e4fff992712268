package org.chroma.agent.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import org.chroma.spi.DevicePlugin;

/** The device plugins that are there right now, by name. */
final class ProbeRegistry implements AutoCloseable {
    private final Map<DevicePlugin<?>, DeviceProbe<?>> plugins = new LinkedHashMap<>();
    private volatile Map<String, DeviceProbe<?>> current = Map.of();

    /** Of several plugins with one name the first is used. */
    synchronized void add(String name, DevicePlugin<?> plugin) {
        plugins.put(plugin, new DeviceProbe<>(name, plugin));
        refresh();
    }

    synchronized void remove(DevicePlugin<?> plugin) {
        DeviceProbe<?> probe = plugins.remove(plugin);
        if (probe != null) {
            probe.close();
        }
        refresh();
    }

    private void refresh() {
        Map<String, DeviceProbe<?>> next = new LinkedHashMap<>();
        plugins.values().forEach(probe -> next.putIfAbsent(probe.name(), probe));
        current = Map.copyOf(next);
    }

    Map<String, DeviceProbe<?>> current() {
        return current;
    }

    @Override
    public synchronized void close() {
        plugins.values().forEach(DeviceProbe::close);
        plugins.clear();
        refresh();
    }
}
