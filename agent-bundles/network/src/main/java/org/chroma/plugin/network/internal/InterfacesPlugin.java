package org.chroma.plugin.network.internal;

import java.io.IOException;
import java.util.Comparator;
import org.chroma.spi.DevicePlugin;
import org.chroma.spi.Machine;
import org.chroma.spi.PluginName;
import org.osgi.service.component.annotations.Component;

/** Reads the counters of the network interfaces. */
@Component
@PluginName("linux-network")
public final class InterfacesPlugin implements DevicePlugin<InterfacesScan> {
    private static final int SENT_BYTES = 8;

    @Override
    public InterfacesScan scan(Machine machine) throws IOException {
        return parse(machine.read("/proc/net/dev"));
    }

    static InterfacesScan parse(String procNetDev) {
        return new InterfacesScan(procNetDev
                .lines()
                .filter(line -> line.contains(":"))
                .map(InterfacesPlugin::interfaceOf)
                .filter(each -> !each.name().equals("lo"))
                .sorted(Comparator.comparing(InterfacesScan.Interface::name))
                .toList());
    }

    private static InterfacesScan.Interface interfaceOf(String line) {
        // The name of an alias holds a colon itself, so the last one parts name and counters.
        int colon = line.lastIndexOf(':');
        String[] counters = line.substring(colon + 1).strip().split("\\s+", -1);
        return new InterfacesScan.Interface(
                line.substring(0, colon).strip(), Long.parseLong(counters[0]), Long.parseLong(counters[SENT_BYTES]));
    }
}
