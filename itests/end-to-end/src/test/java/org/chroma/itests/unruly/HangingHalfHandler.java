package org.chroma.itests.unruly;

import org.chroma.spi.DeviceDataHandler;
import org.chroma.spi.Observation;
import org.chroma.spi.PluginName;
import org.chroma.spi.Server;
import org.osgi.service.component.annotations.Component;

/** Looks well on servers, and never ends on the manager. */
@Component
@PluginName("hanging-half")
public final class HangingHalfHandler implements DeviceDataHandler<UnrulyScan> {
    @Override
    public Class<UnrulyScan> scanType() {
        return UnrulyScan.class;
    }

    @Override
    public Observation observe(Server server, UnrulyScan scan) {
        while (true) {
            try {
                Thread.sleep(1000);
            } catch (InterruptedException e) {
                // not a reason to stop
            }
        }
    }
}
