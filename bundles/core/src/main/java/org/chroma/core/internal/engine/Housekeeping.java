package org.chroma.core.internal.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.chroma.core.internal.foreign.Listeners;
import org.chroma.core.internal.ledger.Ledger;
import org.chroma.core.internal.ledger.Writer;
import org.chroma.core.internal.plugin.PluginHealth;
import org.chroma.core.internal.report.ContactWatch;
import org.chroma.core.internal.step.Consoles;
import org.chroma.core.loop.Round;
import org.chroma.core.port.DataStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has to be done from time to time: silent servers, gone plugins, printed lines, old jobs. */
public final class Housekeeping {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration KEEP_JOBS = Duration.ofDays(7);

    private final Writer writer;
    private final Ledger ledger;
    private final DataStore store;
    private final ContactWatch contacts;
    private final PluginHealth plugins;
    private final Consoles consoles;
    private final Listeners listeners;
    private final InstantSource clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(body -> {
        Thread thread = new Thread(body, "chroma-housekeeping");
        thread.setDaemon(true);
        return thread;
    });

    Housekeeping(
            Writer writer,
            Ledger ledger,
            DataStore store,
            ContactWatch contacts,
            PluginHealth plugins,
            Consoles consoles,
            Listeners listeners,
            InstantSource clock) {
        this.writer = writer;
        this.ledger = ledger;
        this.store = store;
        this.contacts = contacts;
        this.plugins = plugins;
        this.consoles = consoles;
        this.listeners = listeners;
        this.clock = clock;
    }

    void start() {
        every(Duration.ofSeconds(10), this::checkContacts);
        every(Duration.ofSeconds(10), this::forgetGonePlugins);
        every(Duration.ofMillis(500), this::showConsoles);
        every(Duration.ofHours(1), this::prune);
    }

    void stop() {
        timer.shutdownNow();
    }

    /** Looks for servers that are silent, after what the writing thread has to do already. */
    public void checkContacts() {
        writer.submit(contacts::check);
    }

    /** Forgets what plugins reported that are gone, after what the writing thread has to do already. */
    public void forgetGonePlugins() {
        writer.submit(transaction -> plugins.forgetGone(transaction, transaction.now()));
    }

    /** Writes down what running steps have printed, and tells those who watch. */
    private void showConsoles() {
        Set<String> changed = new LinkedHashSet<>();
        consoles.all().forEach((step, console) -> {
            String text = console.unflushed();
            if (!text.isEmpty()) {
                writer.submit(transaction -> {
                    if (ledger.isRunning(step)) {
                        store.appendConsole(step, text);
                    }
                });
                ledger.jobOfStep(step).ifPresent(job -> changed.add("step/" + job));
            }
        });
        listeners.tell(changed);
    }

    private void prune() {
        Instant before = clock.instant().minus(KEEP_JOBS);
        writer.submit(transaction -> {
            DataStore.Pruned pruned = store.prune(before);
            ledger.forget(pruned);
            if (!pruned.jobs().isEmpty()) {
                LOG.info("Deleted {} old jobs", pruned.jobs().size());
            }
        });
    }

    private void every(Duration period, Runnable task) {
        var unused = timer.scheduleWithFixedDelay(
                new Round(LOG, "Housekeeping", task), period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }
}
