package org.chroma.model;

import java.time.Instant;
import java.util.List;
import org.chroma.state.Kind;
import org.chroma.state.ObjectId;
import org.chroma.state.StatefulObject;

/**
 * What is known of a server's LNet. Made together with its host, under the same number.
 *
 * @param host the server
 * @param nids its network identifiers, the first being the preferred one
 * @param label the server's name
 */
public record LnetConfiguration(
        ObjectId<LnetState> id,
        LnetState state,
        Instant stateModifiedAt,
        boolean immutableState,
        ObjectId<HostState> host,
        List<Nid> nids,
        String label)
        implements StatefulObject<LnetState> {

    public static final Kind<LnetState> KIND = Kind.of("lnet_configuration", LnetState.NIDS_UNKNOWN);

    public LnetConfiguration {
        nids = List.copyOf(nids);
    }
}
