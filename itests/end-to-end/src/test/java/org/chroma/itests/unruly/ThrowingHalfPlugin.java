package org.chroma.itests.unruly;

import org.chroma.spi.DevicePlugin;
import org.chroma.spi.Machine;
import org.chroma.spi.PluginName;
import org.osgi.service.component.annotations.Component;

/** The agent's half of {@link ThrowingHalfHandler}. */
@Component
@PluginName("throwing-half")
public final class ThrowingHalfPlugin implements DevicePlugin<UnrulyScan> {
    @Override
    public UnrulyScan scan(Machine machine) {
        return new UnrulyScan();
    }
}
