package org.chroma.itests.unruly;

import org.chroma.spi.DevicePlugin;
import org.chroma.spi.Machine;
import org.chroma.spi.PluginName;
import org.osgi.service.component.annotations.Component;

/** Never looks. */
@Component
@PluginName("throwing")
public final class ThrowingPlugin implements DevicePlugin<UnrulyScan> {
    @Override
    public UnrulyScan scan(Machine machine) {
        throw new IllegalStateException("the sky is falling");
    }
}
