package org.chroma.plugin.host.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.chroma.model.action.HostProperties;
import org.chroma.model.action.ReadHostProperties;
import org.chroma.spi.ActionContext;
import org.chroma.spi.ActionPlugin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;

class OfferedActionsTest {
    private static final int SIDE_BY_SIDE = 8;
    private static final int TIMES = 2_000;

    /** As the framework does it: what was handed out twice at once can be given back once. */
    private static final class Objects implements ComponentServiceObjects<ActionPlugin<?, ?>> {
        private final Asked plugin = new Asked();
        private final AtomicReference<@Nullable ActionPlugin<?, ?>> handedOut = new AtomicReference<>();

        @Override
        public ActionPlugin<?, ?> getService() {
            handedOut.set(plugin);
            return plugin;
        }

        @Override
        public void ungetService(ActionPlugin<?, ?> service) {
            if (!handedOut.compareAndSet(service, null)) {
                throw new IllegalArgumentException();
            }
        }

        @Override
        @SuppressWarnings("NullAway") // nobody asks
        public ServiceReference<ActionPlugin<?, ?>> getServiceReference() {
            return null;
        }
    }

    private static final class Asked implements ActionPlugin<ReadHostProperties, HostProperties> {
        @Override
        @SuppressWarnings("ThreadPriorityCheck") // only invites the others; nothing relies on it
        public Class<ReadHostProperties> action() {
            Thread.yield();
            return ReadHostProperties.class;
        }

        @Override
        public HostProperties run(ReadHostProperties action, ActionContext context) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void severalActionsMayAskAtOnce() throws Exception {
        List<Objects> plugins = List.of(new Objects());
        ExecutorService threads = Executors.newFixedThreadPool(SIDE_BY_SIDE);
        CyclicBarrier together = new CyclicBarrier(SIDE_BY_SIDE);
        Callable<List<String>> ask = () -> {
            together.await(20, TimeUnit.SECONDS);
            for (int i = 1; i < TIMES; i++) {
                OfferedActions.of(plugins);
            }
            return OfferedActions.of(plugins).names();
        };
        try {
            List<Future<List<String>>> answers = new ArrayList<>();
            for (int i = 0; i < SIDE_BY_SIDE; i++) {
                answers.add(threads.submit(ask));
            }
            for (Future<List<String>> answer : answers) {
                assertThat(answer.get(30, TimeUnit.SECONDS)).containsExactly("read-host-properties");
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
