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

    /** Of a server that was just added: its NIDs are not known yet. */
    public static LnetConfiguration unknownOn(Host host, Instant now) {
        return new LnetConfiguration(
                KIND.id(host.id().number()), LnetState.NIDS_UNKNOWN, now, false, host.id(), List.of(), host.label());
    }

    public LnetConfiguration inState(LnetState now, Instant at) {
        return with(now, at, nids, label);
    }

    /** The server said which NIDs it has. */
    public LnetConfiguration withNids(List<Nid> seen) {
        return with(state, stateModifiedAt, seen, label);
    }

    /** The server is called so now. */
    public LnetConfiguration labelled(String name) {
        return with(state, stateModifiedAt, nids, name);
    }

    private LnetConfiguration with(LnetState itsState, Instant modifiedAt, List<Nid> itsNids, String itsLabel) {
        return new LnetConfiguration(id, itsState, modifiedAt, immutableState, host, itsNids, itsLabel);
    }
}
