package org.chroma.plugin.network.internal;

import java.util.List;
import org.chroma.model.Nid;
import org.chroma.model.fact.LnetFact;
import org.chroma.spi.DeviceDataHandler;
import org.chroma.spi.Observation;
import org.chroma.spi.PluginName;
import org.chroma.spi.Server;
import org.osgi.service.component.annotations.Component;

/** Turns a look at LNet into a fact. */
@Component
@PluginName("lnet")
public final class LnetHandler implements DeviceDataHandler<LnetScan> {
    @Override
    public Class<LnetScan> scanType() {
        return LnetScan.class;
    }

    @Override
    public Observation observe(Server server, LnetScan scan) {
        List<Nid> nids = scan.nids().stream().map(Nid::new).sorted().toList();
        return Observation.ofFacts(List.of(new LnetFact(scan.loaded(), scan.up(), nids)));
    }
}
