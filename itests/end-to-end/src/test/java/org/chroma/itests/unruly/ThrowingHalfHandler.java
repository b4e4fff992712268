package org.chroma.itests.unruly;

import org.chroma.spi.DeviceDataHandler;
import org.chroma.spi.Observation;
import org.chroma.spi.PluginName;
import org.chroma.spi.Server;
import org.osgi.service.component.annotations.Component;

/** Looks well on servers, and never says what it means. */
@Component
@PluginName("throwing-half")
public final class ThrowingHalfHandler implements DeviceDataHandler<UnrulyScan> {
    @Override
    public Class<UnrulyScan> scanType() {
        return UnrulyScan.class;
    }

    @Override
    public Observation observe(Server server, UnrulyScan scan) {
        throw new IllegalStateException("the manager's sky is falling");
    }
}
