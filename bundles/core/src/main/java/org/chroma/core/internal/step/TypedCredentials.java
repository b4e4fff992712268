package org.chroma.core.internal.step;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.chroma.core.Credentials;
import org.chroma.core.Job;
import org.chroma.core.StateListener;
import org.chroma.model.Host;
import org.chroma.model.HostState;
import org.chroma.state.ObjectId;
import org.chroma.state.StatefulObject;
import org.jspecify.annotations.Nullable;

/** What administrators typed for reaching new servers. In memory alone, until their set-up has ended in any way. */
public final class TypedCredentials implements StateListener {
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

    @Override
    public void ended(Job job) {
        if (job.setsUpServer() && job.subject() != null) {
            Host.KIND.match(job.subject()).ifPresent(this::forget);
        }
    }

    @Override
    public void reached(StatefulObject<?> object) {
        if (object.isGone()) {
            Host.KIND.match(object.id()).ifPresent(this::forget);
        }
    }
}
