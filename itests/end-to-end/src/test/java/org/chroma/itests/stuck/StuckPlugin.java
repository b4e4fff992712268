package org.chroma.itests.stuck;

import java.util.concurrent.CountDownLatch;
import org.chroma.spi.DevicePlugin;
import org.chroma.spi.Machine;
import org.chroma.spi.PluginName;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Component;

/** Never gets to scan, because its bundle waits for what never comes. */
@Component
@PluginName("stuck")
public final class StuckPlugin implements DevicePlugin<StuckScan>, BundleActivator {
    @Override
    public void start(BundleContext context) throws InterruptedException {
        new CountDownLatch(1).await();
    }

    @Override
    public void stop(BundleContext context) {}

    @Override
    public StuckScan scan(Machine machine) {
        return new StuckScan();
    }
}
