package org.chroma.core.internal.engine;

import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.chroma.core.ChangeListener;
import org.chroma.core.Cluster;
import org.chroma.core.ClusterView;
import org.chroma.core.Job;
import org.chroma.core.JobState;
import org.chroma.core.StateListener;
import org.chroma.core.StateManager;
import org.chroma.core.internal.detect.DetectTargetsJob;
import org.chroma.core.internal.foreign.Listeners;
import org.chroma.core.internal.job.ApplyConfParamsJob;
import org.chroma.core.internal.job.FailoverJob;
import org.chroma.core.internal.job.ForceRemoveHostJob;
import org.chroma.core.internal.job.GetLnetStateJob;
import org.chroma.core.internal.job.PlainJobType;
import org.chroma.core.internal.job.PlainJobs;
import org.chroma.core.internal.job.RelearnNidsJob;
import org.chroma.core.internal.job.UpdateNidsJob;
import org.chroma.core.internal.ledger.Ledger;
import org.chroma.core.internal.ledger.Moves;
import org.chroma.core.internal.ledger.PatientWriter;
import org.chroma.core.internal.ledger.Transaction;
import org.chroma.core.internal.ledger.Writer;
import org.chroma.core.internal.lifecycle.ClusterLifecycle;
import org.chroma.core.internal.lifecycle.FilesystemLifecycle;
import org.chroma.core.internal.lifecycle.HostLifecycle;
import org.chroma.core.internal.lifecycle.LnetLifecycle;
import org.chroma.core.internal.lifecycle.TargetLifecycle;
import org.chroma.core.internal.object.TargetNames;
import org.chroma.core.internal.plugin.PluginHealth;
import org.chroma.core.internal.report.ContactWatch;
import org.chroma.core.internal.report.ReportsService;
import org.chroma.core.internal.request.Requests;
import org.chroma.core.internal.run.JobRunner;
import org.chroma.core.internal.schedule.JobQueue;
import org.chroma.core.internal.schedule.Schedule;
import org.chroma.core.internal.schedule.Scheduler;
import org.chroma.core.internal.service.ClusterViewService;
import org.chroma.core.internal.service.StateManagerService;
import org.chroma.core.internal.step.Consoles;
import org.chroma.core.internal.step.CoreSettings;
import org.chroma.core.internal.step.StepContext;
import org.chroma.core.internal.step.TypedCredentials;
import org.chroma.core.port.Agents;
import org.chroma.core.port.DataStore;
import org.chroma.core.port.ServerAccess;
import org.chroma.model.Host;
import org.chroma.state.Lifecycles;
import org.chroma.state.ObjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The core, complete and without any framework. Here, and nowhere else, its parts are put together; each is handed what
 * it needs, and none can ask for more.
 */
public final class Engine {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private static final List<PlainJobType> OWN_JOBS = List.of(
            new GetLnetStateJob(),
            new FailoverJob(true),
            new FailoverJob(false),
            new ForceRemoveHostJob(),
            new DetectTargetsJob(),
            new RelearnNidsJob(),
            new UpdateNidsJob(),
            new ApplyConfParamsJob());

    private final Ledger ledger;
    private final PlainJobs plainJobs;
    private final Listeners listeners;
    private final StateListeners stateListeners;
    private final Scheduler scheduler;
    private final Writer writer;
    private final PatientWriter patientWriter;
    private final JobRunner runner;
    private final PluginHealth plugins;
    private final Housekeeping housekeeping;
    private final StateManagerService stateManager;
    private final ClusterViewService view;
    private final ReportsService reports;

    public Engine(CoreSettings settings, DataStore store, Agents agents, ServerAccess servers, Clock clock) {
        List<ClusterLifecycle<?, ?>> tables =
                List.of(new HostLifecycle(), new LnetLifecycle(), new TargetLifecycle(), new FilesystemLifecycle());
        Lifecycles<Cluster, StepContext> lifecycles = new Lifecycles<>(tables);
        Consoles consoles = new Consoles();
        TypedCredentials credentials = new TypedCredentials();
        ledger = new Ledger(store.load());
        plainJobs = new PlainJobs(OWN_JOBS, clock);
        listeners = new Listeners(clock);
        stateListeners = new StateListeners(ledger, clock);
        stateListeners.add(credentials);
        plugins = new PluginHealth(number -> TargetNames.host(Host.KIND.id(number), ledger.cluster()));
        Schedule schedule =
                new Schedule(ledger.jobs().values(), ledger.commands().values());
        JobQueue queue = new JobQueue(schedule, lifecycles);
        scheduler = new Scheduler(schedule, queue, lifecycles, plainJobs);
        writer = new Writer(ledger, store, clock, new Hooks());
        patientWriter = new PatientWriter(writer, clock);
        runner = new JobRunner(writer, scheduler, ledger, agents, servers, settings, consoles, credentials, clock);
        housekeeping = new Housekeeping(
                writer, ledger, store, new ContactWatch(clock.instant()), plugins, consoles, listeners, clock);
        Requests requests = new Requests(schedule, queue, plainJobs, tables);
        stateManager =
                new StateManagerService(ledger, patientWriter, requests, schedule, scheduler, runner, credentials);
        view = new ClusterViewService(ledger, lifecycles, plainJobs, consoles, plugins, listeners);
        reports = new ReportsService(patientWriter, schedule, scheduler, plugins);
    }

    /** Resumes what was interrupted, and begins to serve. */
    public void start() {
        writer.start();
        writer.submit(this::recover);
        housekeeping.start();
    }

    /** Lets go of everything; unfinished jobs resume at the next start. */
    public void stop() {
        housekeeping.stop();
        runner.stop();
        writer.stop();
        stateListeners.close();
        listeners.close();
    }

    public StateManager stateManager() {
        return stateManager;
    }

    public ClusterView view() {
        return view;
    }

    public ReportsService reports() {
        return reports;
    }

    public PluginHealth plugins() {
        return plugins;
    }

    public Housekeeping housekeeping() {
        return housekeeping;
    }

    public void addListener(ChangeListener listener) {
        listeners.add(listener);
    }

    public void removeListener(ChangeListener listener) {
        listeners.remove(listener);
    }

    public void addStateListener(StateListener listener) {
        stateListeners.add(listener);
    }

    public void removeStateListener(StateListener listener) {
        stateListeners.remove(listener);
    }

    /** The jobs that can be asked for; plugins bring more. */
    public PlainJobs plainJobs() {
        return plainJobs;
    }

    private void recover(Transaction transaction) {
        List<Job> interrupted = ledger.jobs().values().stream()
                .filter(job -> job.state() == JobState.RUNNING)
                .toList();
        for (Job job : interrupted) {
            LOG.info("Resuming job {} ({})", job.id(), job.description());
            scheduler.resume(transaction, job, ledger.steps(job.id()));
        }
        Set<ObjectId<?>> everything = new LinkedHashSet<>();
        transaction.cluster().objects().forEach(object -> everything.add(object.id()));
        scheduler.follow(transaction, everything, Set.of());
    }

    /** What surrounds every batch of the writer. */
    private final class Hooks implements Writer.Hooks {
        @Override
        public void beforeCommit(Transaction transaction) {
            scheduler.advance(transaction);
        }

        @Override
        public void afterCommit(Set<String> changed, Moves moves) {
            scheduler.takeLaunches().forEach(runner::launch);
            patientWriter.committed();
            listeners.tell(changed);
            stateListeners.tell(moves);
        }

        @Override
        public void rolledBack(Transaction remaining) {
            scheduler.rolledBack(ledger, remaining);
        }
    }
}
