package org.chroma.core.internal.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.chroma.core.AlertType;
import org.chroma.core.ChangeListener;
import org.chroma.core.ChromaException;
import org.chroma.core.Cluster;
import org.chroma.core.ErrorCode;
import org.chroma.core.Job;
import org.chroma.core.JobState;
import org.chroma.core.internal.detect.DetectTargetsJob;
import org.chroma.core.internal.job.ApplyConfParamsJob;
import org.chroma.core.internal.job.FailoverJob;
import org.chroma.core.internal.job.ForceRemoveHostJob;
import org.chroma.core.internal.job.GetLnetStateJob;
import org.chroma.core.internal.job.PlainJobs;
import org.chroma.core.internal.job.RelearnNidsJob;
import org.chroma.core.internal.job.UpdateNidsJob;
import org.chroma.core.internal.ledger.Ledger;
import org.chroma.core.internal.ledger.Transaction;
import org.chroma.core.internal.ledger.Writer;
import org.chroma.core.internal.lifecycle.ClusterLifecycle;
import org.chroma.core.internal.lifecycle.FilesystemLifecycle;
import org.chroma.core.internal.lifecycle.HostLifecycle;
import org.chroma.core.internal.lifecycle.LnetLifecycle;
import org.chroma.core.internal.lifecycle.TargetLifecycle;
import org.chroma.core.internal.object.Alerts;
import org.chroma.core.internal.object.TargetNames;
import org.chroma.core.internal.plugin.PluginHealth;
import org.chroma.core.internal.request.Requests;
import org.chroma.core.internal.run.JobRunner;
import org.chroma.core.internal.schedule.Scheduler;
import org.chroma.core.internal.step.CoreSettings;
import org.chroma.core.internal.step.StepContext;
import org.chroma.core.port.Agents;
import org.chroma.core.port.DataStore;
import org.chroma.core.port.ServerAccess;
import org.chroma.model.Host;
import org.chroma.spi.JobPlugin;
import org.chroma.state.Lifecycles;
import org.chroma.state.ObjectId;
import org.chroma.state.UnknownStateException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the parts of the core together, and keeps them going: what was interrupted, housekeeping, listeners. */
@Component(service = Engine.class, immediate = true, configurationPid = "org.chroma.core")
public final class Engine {
    private static final Logger logger = LoggerFactory.getLogger(Engine.class);

    /** Twice the period of reports. */
    static final Duration CONTACT_WINDOW = Duration.ofSeconds(20);

    private static final Duration KEEP_JOBS = Duration.ofDays(7);
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final DataStore store;
    private final Clock clock;
    private final Instant started;
    private final Ledger ledger;
    private final PlainJobs plainJobs = new PlainJobs(List.of(
            new GetLnetStateJob(),
            new FailoverJob(true),
            new FailoverJob(false),
            new ForceRemoveHostJob(),
            new DetectTargetsJob(),
            new RelearnNidsJob(),
            new UpdateNidsJob(),
            new ApplyConfParamsJob()));
    private final List<ClusterLifecycle<?, ?>> tables =
            List.of(new HostLifecycle(), new LnetLifecycle(), new TargetLifecycle(), new FilesystemLifecycle());
    private final Scheduler scheduler;
    private final Requests requests;
    private final Writer writer;
    private final JobRunner runner;
    private final List<ChangeListener> listeners = new CopyOnWriteArrayList<>();
    private final PluginHealth plugins = new PluginHealth(this::host);
    private final Object committed = new Object();
    private long commits;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(body -> {
        Thread thread = new Thread(body, "chroma-housekeeping");
        thread.setDaemon(true);
        return thread;
    });

    /** Settings of the core, in {@code etc/org.chroma.core.cfg}. */
    public @interface Config {
        /** Host name of the time server that servers follow; empty leaves their time synchronisation alone. */
        String time_server() default "";

        /** Host name that servers forward their system logs to; empty leaves their logs alone. */
        String log_server() default "";

        /** TCP port of the log server. */
        int log_port() default 514;

        /** By how many seconds a server's clock may differ from the manager's when it is set up. */
        int clock_tolerance() default 20;
    }

    @Activate
    public Engine(
            Config config, @Reference DataStore store, @Reference Agents agents, @Reference ServerAccess servers) {
        this(
                new CoreSettings(
                        config.time_server(),
                        config.log_server(),
                        config.log_port(),
                        Duration.ofSeconds(config.clock_tolerance())),
                store,
                agents,
                servers,
                Clock.systemUTC());
        start();
    }

    Engine(CoreSettings settings, DataStore store, Agents agents, ServerAccess servers, Clock clock) {
        this.store = store;
        this.clock = clock;
        this.started = clock.instant();
        this.ledger = new Ledger(store.load());
        this.scheduler = new Scheduler(ledger, new Lifecycles<Cluster, StepContext>(tables), plainJobs);
        this.requests = new Requests(scheduler, tables);
        this.writer = new Writer(ledger, store, clock, new Hooks());
        this.runner = new JobRunner(writer, scheduler, ledger, agents, servers, settings, clock);
    }

    /** For those who assemble it themselves: without any framework. */
    public static Engine assemble(DataStore store, Agents agents, ServerAccess servers, Clock clock) {
        return new Engine(CoreSettings.DEFAULT, store, agents, servers, clock);
    }

    /** Resumes what was interrupted, and begins to serve. */
    public void start() {
        writer.start();
        writer.submit(this::recover);
        every(Duration.ofSeconds(10), () -> writer.submit(this::checkContacts));
        every(
                Duration.ofSeconds(10),
                () -> writer.submit(transaction -> plugins.forgetGone(transaction, clock.instant())));
        every(Duration.ofMillis(500), this::showConsoles);
        every(Duration.ofHours(1), this::prune);
    }

    /** Lets go of everything; unfinished jobs resume at the next start. */
    @Deactivate
    public void stop() {
        timer.shutdownNow();
        runner.stop();
        writer.stop();
    }

    public Ledger ledger() {
        return ledger;
    }

    Clock clock() {
        return clock;
    }

    public Scheduler scheduler() {
        return scheduler;
    }

    public Requests requests() {
        return requests;
    }

    public JobRunner runner() {
        return runner;
    }

    public PlainJobs plainJobs() {
        return plainJobs;
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public void addListener(ChangeListener listener) {
        listeners.add(listener);
    }

    public void removeListener(ChangeListener listener) {
        listeners.remove(listener);
    }

    /** A plugin whose job cannot be offered is refused and named in the log; it harms nothing else. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public void addJobPlugin(JobPlugin<?> plugin) {
        try {
            plainJobs.add(plugin);
        } catch (RuntimeException | LinkageError refused) {
            logger.warn("Job plugin {} is not used: {}", plugin.getClass().getName(), refused.toString());
        }
    }

    public void removeJobPlugin(JobPlugin<?> plugin) {
        plainJobs.remove(plugin);
    }

    /**
     * Does a piece of work on the thread that writes, in one transaction. Where it needs a state that a running job is
     * just finding out, it waits for that job and tries again.
     */
    public <T> T write(Function<Transaction, T> work) {
        Instant limit = clock.instant().plus(PATIENCE);
        while (true) {
            try {
                return writer.call(work);
            } catch (UnknownStateException deciding) {
                if (clock.instant().isAfter(limit)) {
                    throw new ChromaException(
                            ErrorCode.CONFLICT,
                            "A job is still finding out the state of %s; try again later".formatted(deciding.object()),
                            deciding);
                }
                awaitCommit();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new ChromaException(ErrorCode.NOT_READY, "Interrupted", interrupted);
            }
        }
    }

    private void awaitCommit() {
        synchronized (committed) {
            long seen = commits;
            long limit = System.nanoTime() + Duration.ofMillis(500).toNanos();
            try {
                while (commits == seen && System.nanoTime() < limit) {
                    committed.wait(100);
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new ChromaException(ErrorCode.NOT_READY, "Interrupted", interrupted);
            }
        }
    }

    private void recover(Transaction transaction) {
        List<Job> interrupted = ledger.jobs().values().stream()
                .filter(job -> job.state() == JobState.RUNNING)
                .toList();
        for (Job job : interrupted) {
            logger.info("Resuming job {} ({})", job.id(), job.description());
            scheduler.resume(transaction, job, ledger.steps(job.id()));
        }
        Set<ObjectId<?>> everything = new LinkedHashSet<>();
        transaction.cluster().objects().forEach(object -> everything.add(object.id()));
        scheduler.followUps().evaluate(transaction, everything, Set.of());
    }

    /** Raises an alert for every server that was not heard of for too long. */
    public void checkContacts(Transaction transaction) {
        Instant now = clock.instant();
        transaction.cluster().hosts().forEach(host -> {
            Instant heard = host.lastContact();
            if (heard == null) {
                return;
            }
            Instant since = heard.isBefore(started) ? started : heard;
            if (Duration.between(since, now).compareTo(CONTACT_WINDOW) > 0) {
                Alerts.set(
                        transaction,
                        AlertType.HOST_CONTACT,
                        host.id(),
                        true,
                        false,
                        "No contact with %s".formatted(host.label()));
            }
        });
    }

    /** Writes down what running steps have printed, and tells those who watch. */
    private void showConsoles() {
        Set<String> changed = new LinkedHashSet<>();
        runner.consoles().forEach((step, console) -> {
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
        if (!changed.isEmpty()) {
            tell(changed);
        }
    }

    private void prune() {
        Instant before = clock.instant().minus(KEEP_JOBS);
        writer.submit(transaction -> {
            int pruned = store.prune(before);
            ledger.prune(before);
            if (pruned > 0) {
                logger.info("Deleted {} old jobs", pruned);
            }
        });
    }

    private void every(Duration period, Runnable task) {
        var unused = timer.scheduleWithFixedDelay(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException failed) {
                        logger.error("Housekeeping failed", failed);
                    }
                },
                period.toMillis(),
                period.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void tell(Set<String> changed) {
        for (ChangeListener listener : listeners) {
            try {
                listener.changed(changed);
            } catch (RuntimeException failed) {
                logger.warn("Listener {} failed", listener.getClass().getName(), failed);
            }
        }
    }

    /** What surrounds every batch of the writer. */
    private final class Hooks implements Writer.Hooks {
        @Override
        public void beforeCommit(Transaction transaction) {
            scheduler.advance(transaction);
        }

        @Override
        public void afterCommit(Set<String> changed) {
            new ArrayList<>(scheduler.takeLaunches()).forEach(runner::launch);
            synchronized (committed) {
                commits++;
                committed.notifyAll();
            }
            if (!changed.isEmpty()) {
                tell(Set.copyOf(changed));
            }
        }

        @Override
        public void rolledBack(Transaction remaining) {
            scheduler.rolledBack(ledger, remaining);
        }
    }

    /** Which plugins there are, and what is wrong with them. */
    public PluginHealth plugins() {
        return plugins;
    }

    private String host(long number) {
        return TargetNames.host(Host.KIND.id(number), ledger.cluster());
    }
}
