package org.chroma.core.internal.foreign;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.chroma.core.ChangeListener;
import org.chroma.core.ClusterView.PluginStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All who hear what changed, each on a thread of its own and in the order of the commits. One that is slow hears of
 * many changes at once; neither it nor one that fails is noticed by the others.
 */
public final class Listeners implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);
    private static final String HEARING = "hearing what changed";
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** What a listener that hears nothing any more is told when it comes back has to end somewhere. */
    private static final int MOST_KEYS = 100_000;

    private final InstantSource clock;
    private final List<Ear> ears = new CopyOnWriteArrayList<>();

    public Listeners(InstantSource clock) {
        this.clock = clock;
    }

    public void add(ChangeListener listener) {
        ears.add(new Ear(listener));
    }

    public void remove(ChangeListener listener) {
        ears.removeIf(ear -> {
            boolean gone = ear.listener == listener;
            if (gone) {
                ear.code.close();
            }
            return gone;
        });
    }

    /** Returns at once. */
    public void tell(Set<String> keys) {
        if (keys.isEmpty()) {
            return;
        }
        ears.forEach(ear -> ear.hear(keys));
    }

    /** Those with which something is wrong. */
    public List<PluginStatus> failing() {
        return ears.stream()
                .map(ear -> ear.code)
                .filter(code -> !code.problem().isEmpty())
                .map(code -> new PluginStatus(code.name(), "listener", code.origin(), code.problem()))
                .toList();
    }

    @Override
    public void close() {
        ears.forEach(ear -> ear.code.close());
        ears.clear();
    }

    /** One listener, and what it has not heard yet. */
    private final class Ear {
        private final ChangeListener listener;
        private final ForeignCode code;
        private final Set<String> unheard = new LinkedHashSet<>();
        private boolean listening;
        private boolean complained;

        private Ear(ChangeListener listener) {
            this.listener = listener;
            this.code = new ForeignCode(Origin.nameOf(listener.getClass()), Origin.of(listener.getClass()), clock);
        }

        private void hear(Set<String> keys) {
            synchronized (this) {
                unheard.addAll(keys);
                Iterator<String> oldest = unheard.iterator();
                for (int tooMany = unheard.size() - MOST_KEYS; tooMany > 0; tooMany--) {
                    oldest.next();
                    oldest.remove();
                }
                if (listening) {
                    complain();
                    return;
                }
                listening = true;
            }
            ask();
        }

        private void ask() {
            try {
                code.tell(HEARING, LIMIT, this::listen);
            } catch (ForeignCodeException gone) { // or it has more to do than it can, which it says itself
                synchronized (this) {
                    listening = false;
                }
            }
        }

        private void listen() {
            Set<String> news;
            synchronized (this) {
                news = Set.copyOf(unheard);
                unheard.clear();
            }
            try {
                listener.changed(news);
            } finally {
                boolean more;
                synchronized (this) {
                    more = !unheard.isEmpty();
                    listening = more;
                    complained = false;
                }
                if (more) {
                    ask();
                }
            }
        }

        private void complain() {
            String problem = complained ? "" : code.problem();
            if (!problem.isEmpty()) {
                complained = true;
                LOG.warn("{} ({}); the others are told all the same", problem, code.origin());
            }
        }
    }
}
