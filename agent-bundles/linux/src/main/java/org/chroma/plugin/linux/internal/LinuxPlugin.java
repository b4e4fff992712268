package org.chroma.plugin.linux.internal;

import java.io.IOException;
import org.chroma.spi.DevicePlugin;
import org.chroma.spi.Machine;
import org.chroma.spi.PluginName;
import org.osgi.service.component.annotations.Component;

/** Looks at the block devices. */
@Component
@PluginName("linux")
public final class LinuxPlugin implements DevicePlugin<BlockScan> {
    @Override
    public BlockScan scan(Machine machine) throws IOException, InterruptedException {
        return new BlockScanner(machine).scan();
    }
}
