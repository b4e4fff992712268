package org.chroma.statistics;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Names an entity and an order of some of its series, so that rows of bare numbers can be written to it. */
@ProviderType
public interface Recorder {
    String entity();

    List<Series> columns();
}
