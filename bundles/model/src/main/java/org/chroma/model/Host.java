package org.chroma.model;

import java.time.Instant;
import org.chroma.state.Kind;
import org.chroma.state.ObjectId;
import org.chroma.state.StatefulObject;
import org.jspecify.annotations.Nullable;

/**
 * A storage server.
 *
 * @param address what the administrator gave: {@code [user@]host[:port]}, at most 255 characters
 * @param fqdn its fully qualified domain name, once it said so
 * @param nodename its node name, once it said so
 * @param lastContact when its last valid report came
 * @param bootTime when it last booted, as it reported
 */
public record Host(
        ObjectId<HostState> id,
        HostState state,
        Instant stateModifiedAt,
        boolean immutableState,
        String address,
        @Nullable String fqdn,
        @Nullable String nodename,
        @Nullable Instant lastContact,
        @Nullable Instant bootTime)
        implements StatefulObject<HostState> {

    public static final Kind<HostState> KIND = Kind.of("host", HostState.UNCONFIGURED);

    /** The name it is shown by: its FQDN, or the host part of its address, without a trailing {@code .localdomain}. */
    @Override
    public String label() {
        String name = fqdn != null ? fqdn : address.replaceFirst("^[^@]*@", "").replaceFirst(":\\d+$", "");
        String local = ".localdomain";
        return name.endsWith(local) ? name.substring(0, name.length() - local.length()) : name;
    }
}
