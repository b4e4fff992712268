package org.chroma.core.internal.engine;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.chroma.core.ChangeListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All who hear what changed. One that fails is not noticed by the others. */
final class Listeners {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final List<ChangeListener> listeners = new CopyOnWriteArrayList<>();

    void add(ChangeListener listener) {
        listeners.add(listener);
    }

    void remove(ChangeListener listener) {
        listeners.remove(listener);
    }

    void tell(Set<String> keys) {
        if (keys.isEmpty()) {
            return;
        }
        Set<String> changed = Set.copyOf(keys);
        for (ChangeListener listener : listeners) {
            try {
                listener.changed(changed);
            } catch (RuntimeException failed) {
                LOG.warn("Listener {} failed", listener.getClass().getName(), failed);
            }
        }
    }
}
