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

    public static final Kind<HostState> KIND = Kind.of("host", HostState.UNCONFIGURED, HostState.REMOVED);

    /** The name it is shown by: its FQDN, or the host part of its address, without a trailing {@code .localdomain}. */
    @Override
    public String label() {
        String name = fqdn != null ? fqdn : address.replaceFirst("^[^@]*@", "").replaceFirst(":\\d+$", "");
        String local = ".localdomain";
        return name.endsWith(local) ? name.substring(0, name.length() - local.length()) : name;
    }

    /** A server that is known by its address only. */
    public static Host added(ObjectId<HostState> id, String address, Instant now) {
        return new Host(id, HostState.UNCONFIGURED, now, false, address, null, null, null, null);
    }

    public Host inState(HostState now, Instant at) {
        Edit edit = new Edit(this);
        edit.state = now;
        edit.stateModifiedAt = at;
        return edit.done();
    }

    /** A valid report of it came. */
    public Host heard(Instant at) {
        Edit edit = new Edit(this);
        edit.lastContact = at;
        return edit.done();
    }

    /** It said what it is called. */
    public Host named(String itsFqdn, String itsNodename) {
        Edit edit = new Edit(this);
        edit.fqdn = itsFqdn;
        edit.nodename = itsNodename;
        return edit.done();
    }

    /**
     * It said when it booted, and whether it lets itself be changed.
     *
     * @param managed false where it is only monitored
     */
    public Host booted(Instant at, boolean managed) {
        Edit edit = new Edit(this);
        edit.bootTime = at;
        edit.immutableState = !managed;
        return edit.done();
    }

    /** A copy while some of its values are replaced. */
    private static final class Edit {
        private final Host old;
        private HostState state;
        private Instant stateModifiedAt;
        private boolean immutableState;
        private @Nullable String fqdn;
        private @Nullable String nodename;
        private @Nullable Instant lastContact;
        private @Nullable Instant bootTime;

        private Edit(Host old) {
            this.old = old;
            this.state = old.state;
            this.stateModifiedAt = old.stateModifiedAt;
            this.immutableState = old.immutableState;
            this.fqdn = old.fqdn;
            this.nodename = old.nodename;
            this.lastContact = old.lastContact;
            this.bootTime = old.bootTime;
        }

        private Host done() {
            return new Host(
                    old.id, state, stateModifiedAt, immutableState, old.address, fqdn, nodename, lastContact, bootTime);
        }
    }
}
