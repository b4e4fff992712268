package org.chroma.plugin.ha.internal;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.chroma.spi.DevicePlugin;
import org.chroma.spi.Machine;
import org.chroma.spi.PluginName;
import org.osgi.service.component.annotations.Component;

/** Looks where targets run: asks the failover cluster, and where there is none the mounts. */
@Component
@PluginName("ha-locations")
public final class LocationsPlugin implements DevicePlugin<LocationsScan> {
    @Override
    public LocationsScan scan(Machine machine) throws IOException, InterruptedException {
        Optional<ClusterStatus> cluster = ClusterStatus.of(machine);
        return new LocationsScan(
                cluster.isPresent(), cluster.map(LocationsPlugin::locations).orElse(Map.of()), standalone(machine));
    }

    private static Map<String, String> locations(ClusterStatus cluster) {
        return cluster.resources().values().stream()
                .filter(ClusterStatus.Resource::isTarget)
                .collect(Collectors.toMap(
                        ClusterStatus.Resource::id,
                        resource -> resource.location().orElse("")));
    }

    private static Map<String, Boolean> standalone(Machine machine) throws IOException {
        Map<String, Boolean> running = new HashMap<>();
        for (StoredTarget target : new TargetStore(machine).all()) {
            if (!target.cluster()) {
                running.put(target.label(), new LocalMount(machine, target).isMounted());
            }
        }
        return running;
    }
}
