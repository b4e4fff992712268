package org.chroma.plugin.network.internal;

import java.io.IOException;
import org.chroma.model.action.LnetNids;
import org.chroma.model.action.ScanLnet;
import org.chroma.spi.ActionContext;
import org.chroma.spi.ActionPlugin;
import org.osgi.service.component.annotations.Component;

/** Tells the server's network identifiers. */
@Component
public final class ScanLnetPlugin implements ActionPlugin<ScanLnet, LnetNids> {
    @Override
    public Class<ScanLnet> action() {
        return ScanLnet.class;
    }

    @Override
    public LnetNids run(ScanLnet action, ActionContext context) throws IOException, InterruptedException {
        LnetScan scan = new Lnet(context.machine()).scan();
        if (!scan.loaded()) {
            throw new IOException(
                    "LNet's kernel module is not loaded on " + context.machine().nodename());
        }
        if (!scan.up()) {
            throw new IOException("LNet is down on " + context.machine().nodename());
        }
        return new LnetNids(scan.nids());
    }
}
