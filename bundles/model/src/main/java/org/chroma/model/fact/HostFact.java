package org.chroma.model.fact;

import java.time.Instant;
import org.chroma.spi.Fact;
import org.chroma.spi.FactSink;

/** Who the reporting server says it is, and when it booted. */
public record HostFact(String fqdn, String nodename, Instant bootTime, String agentVersion, boolean managed)
        implements Fact {
    @Override
    public void applyTo(FactSink sink) {
        sink.booted(bootTime, managed);
    }
}
