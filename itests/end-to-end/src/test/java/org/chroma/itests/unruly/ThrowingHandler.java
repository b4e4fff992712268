package org.chroma.itests.unruly;

import org.chroma.spi.DeviceDataHandler;
import org.chroma.spi.Observation;
import org.chroma.spi.PluginName;
import org.chroma.spi.Server;
import org.osgi.service.component.annotations.Component;

/** The manager's half of {@link ThrowingPlugin}. */
@Component
@PluginName("throwing")
public final class ThrowingHandler implements DeviceDataHandler<UnrulyScan> {
    @Override
    public Class<UnrulyScan> scanType() {
        return UnrulyScan.class;
    }

    @Override
    public Observation observe(Server server, UnrulyScan scan) {
        return Observation.NOTHING;
    }
}
