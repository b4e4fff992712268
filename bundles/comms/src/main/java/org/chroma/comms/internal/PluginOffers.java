package org.chroma.comms.internal;

import java.util.List;
import java.util.Optional;
import org.chroma.protocol.PluginBundle;

/** The plugin bundles that this manager hands to its agents. */
public interface PluginOffers {

    List<PluginBundle> current();

    /** The jar with the digest. */
    Optional<byte[]> content(String sha256);
}
