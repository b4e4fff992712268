package org.chroma.plugin.network.internal;

import java.io.IOException;
import org.chroma.spi.DevicePlugin;
import org.chroma.spi.Machine;
import org.chroma.spi.PluginName;
import org.osgi.service.component.annotations.Component;

/** Looks at LNet. */
@Component
@PluginName("lnet")
public final class LnetPlugin implements DevicePlugin<LnetScan> {
    @Override
    public LnetScan scan(Machine machine) throws IOException, InterruptedException {
        return new Lnet(machine).scan();
    }
}
