package org.chroma.plugin.lustre.internal.targets;

import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chroma.plugin.lustre.internal.Parameter;
import org.chroma.spi.DevicePlugin;
import org.chroma.spi.Machine;
import org.chroma.spi.Mount;
import org.chroma.spi.PluginName;
import org.osgi.service.component.annotations.Component;

/** Looks which targets are mounted, and how their recovery goes. */
@Component
@PluginName("lustre-targets")
public final class TargetsPlugin implements DevicePlugin<TargetsScan> {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final Set<String> TYPES = Set.of("lustre", "lustre_tgt");

    /** The mount option with the target's name. A client's mount has the same type, but no such option. */
    private static final String SERVICE = "svname";

    @Override
    public TargetsScan scan(Machine machine) throws IOException, InterruptedException {
        List<Mount> mounts =
                Mount.of(machine).stream().filter(TargetsPlugin::isTarget).toList();
        if (mounts.isEmpty()) {
            return new TargetsScan(List.of());
        }
        Map<String, Signature> signatures = Signature.ofMounted(
                machine,
                mounts.stream()
                        .map(Mount::source)
                        .filter(source -> source.startsWith("/dev/"))
                        .toList());
        Map<String, Map<String, String>> recoveries = recoveries(
                machine.run(LIMIT, "lctl", "get_param", "obdfilter.*.recovery_status", "mdt.*.recovery_status")
                        .stdout());
        return new TargetsScan(mounts.stream()
                .map(mount -> target(mount, signatures, recoveries))
                .sorted(Comparator.comparing(TargetsScan.MountedTarget::name))
                .toList());
    }

    static boolean isTarget(Mount mount) {
        return TYPES.contains(mount.type()) && mount.option(SERVICE).isPresent();
    }

    private static TargetsScan.MountedTarget target(
            Mount mount, Map<String, Signature> signatures, Map<String, Map<String, String>> recoveries) {
        String name = mount.option(SERVICE).orElseThrow();
        Signature signature = signatures.get(mount.source());
        return new TargetsScan.MountedTarget(
                signature == null ? "" : signature.uuid(),
                name,
                mount.source(),
                mount.directory(),
                recoveries.getOrDefault(name, Map.of()));
    }

    /** By target name. */
    static Map<String, Map<String, String>> recoveries(String getParam) {
        Map<String, Map<String, String>> recoveries = new HashMap<>();
        for (Parameter parameter : Parameter.parse(getParam)) {
            Map<String, String> status = new HashMap<>();
            parameter.value().lines().forEach(line -> {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    status.put(
                            line.substring(0, colon).strip(),
                            line.substring(colon + 1).strip());
                }
            });
            recoveries.put(parameter.target(), status);
        }
        return recoveries;
    }
}
