package org.chroma.model.fact;

import java.util.List;
import org.chroma.model.Host;
import org.chroma.model.HostState;
import org.chroma.model.Nid;
import org.chroma.spi.Fact;
import org.chroma.spi.FactSink;

/** What LNet does on the reporting server. The NIDs are empty while it is not up. */
public record LnetFact(boolean loaded, boolean up, List<Nid> nids) implements Fact {
    public LnetFact {
        nids = List.copyOf(nids);
    }

    @Override
    public void applyTo(FactSink sink) {
        sink.state(Host.KIND.id(sink.server()), HostState.ofLnet(loaded, up));
        if (up) {
            sink.networkAddresses(nids.stream().map(Nid::text).toList());
        }
    }
}
