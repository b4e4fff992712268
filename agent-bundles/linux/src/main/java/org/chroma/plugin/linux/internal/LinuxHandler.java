package org.chroma.plugin.linux.internal;

import java.util.List;
import org.chroma.spi.DeviceDataHandler;
import org.chroma.spi.Observation;
import org.chroma.spi.PluginName;
import org.chroma.spi.Server;
import org.chroma.spi.StorageResource;
import org.osgi.service.component.annotations.Component;

/** Turns a scan of block devices into storage resources. */
@Component
@PluginName("linux")
public final class LinuxHandler implements DeviceDataHandler<BlockScan> {
    @Override
    public Class<BlockScan> scanType() {
        return BlockScan.class;
    }

    @Override
    public Observation observe(Server server, BlockScan scan) {
        List<StorageResource> resources = new ResourceGraph(server, scan).build();
        return Observation.ofResources(resources);
    }
}
