package org.chroma.core.internal.step;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.chroma.core.Credentials;
import org.chroma.model.HostState;
import org.chroma.state.ObjectId;
import org.jspecify.annotations.Nullable;

/** What administrators typed for reaching new servers. In memory alone, until their registration is over. */
public final class TypedCredentials {
    private final Map<ObjectId<HostState>, Credentials> credentials = new ConcurrentHashMap<>();

    public void keep(ObjectId<HostState> host, Credentials typed) {
        credentials.put(host, typed);
    }

    /** Null where nothing was typed. */
    public @Nullable Credentials of(ObjectId<HostState> host) {
        return credentials.get(host);
    }

    public void forget(ObjectId<HostState> host) {
        credentials.remove(host);
    }
}
