package org.chroma.example.locator;

import java.io.IOException;
import java.time.Clock;
import org.chroma.spi.DevicePlugin;
import org.chroma.spi.Machine;
import org.chroma.spi.PluginName;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The agent's half: looks. */
@Component
@PluginName("locator")
public final class LocatorPlugin implements DevicePlugin<LocatorScan> {
    private final Clock clock;

    @Activate
    public LocatorPlugin() {
        this(Clock.systemUTC());
    }

    LocatorPlugin(Clock clock) {
        this.clock = clock;
    }

    @Override
    public LocatorScan scan(Machine machine) throws IOException {
        return new LocatorScan(new Locator(machine).blinksAt(clock.instant()));
    }
}
