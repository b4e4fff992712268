package org.chroma.model.fact;

import java.util.List;
import org.chroma.model.Nid;
import org.chroma.spi.Fact;

/** What LNet does on the reporting server. The NIDs are empty while it is not up. */
public record LnetFact(boolean loaded, boolean up, List<Nid> nids) implements Fact {
    public LnetFact {
        nids = List.copyOf(nids);
    }
}
