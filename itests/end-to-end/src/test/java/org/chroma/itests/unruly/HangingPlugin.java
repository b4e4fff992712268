package org.chroma.itests.unruly;

import org.chroma.spi.DevicePlugin;
import org.chroma.spi.Machine;
import org.chroma.spi.PluginName;
import org.osgi.service.component.annotations.Component;

/** Never ends, not even when it is asked to. */
@Component
@PluginName("hanging")
public final class HangingPlugin implements DevicePlugin<UnrulyScan> {
    @Override
    public UnrulyScan scan(Machine machine) {
        while (true) {
            try {
                Thread.sleep(1000);
            } catch (InterruptedException e) {
                // not a reason to stop
            }
        }
    }
}
