package org.chroma.core.internal.run;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.chroma.core.ChromaException;
import org.chroma.core.Cluster;
import org.chroma.core.Credentials;
import org.chroma.core.ErrorCode;
import org.chroma.core.Job;
import org.chroma.core.JobState;
import org.chroma.core.StepResult;
import org.chroma.core.internal.foreign.ForeignCodeException;
import org.chroma.core.internal.ledger.Ledger;
import org.chroma.core.internal.ledger.Transaction;
import org.chroma.core.internal.ledger.Writer;
import org.chroma.core.internal.object.TargetNames;
import org.chroma.core.internal.schedule.Scheduler;
import org.chroma.core.internal.step.Consoles;
import org.chroma.core.internal.step.CoreSettings;
import org.chroma.core.internal.step.JobSteps;
import org.chroma.core.internal.step.StepConsole;
import org.chroma.core.internal.step.StepContext;
import org.chroma.core.internal.step.TypedCredentials;
import org.chroma.core.port.Agents;
import org.chroma.core.port.ServerAccess;
import org.chroma.model.HostState;
import org.chroma.spi.Action;
import org.chroma.spi.OutputListener;
import org.chroma.state.ObjectId;
import org.chroma.state.Step;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the steps of jobs, each job on a thread of its own, and tells the thread that writes how it went. */
public final class JobRunner {
    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

    /** How often a change that cannot be made is tried; the pauses between the tries grow up to the longest. */
    private static final int TRIES = 8;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final Writer writer;
    private final Scheduler scheduler;
    private final Ledger ledger;
    private final Agents agents;
    private final ServerAccess servers;
    private final CoreSettings settings;
    private final InstantSource clock;
    private final Consoles consoles;
    private final TypedCredentials credentials;
    private final Map<Long, Run> runs = new ConcurrentHashMap<>();
    private final ExecutorService threads;
    private volatile boolean stopping;

    public JobRunner(
            Writer writer,
            Scheduler scheduler,
            Ledger ledger,
            Agents agents,
            ServerAccess servers,
            CoreSettings settings,
            Consoles consoles,
            TypedCredentials credentials,
            InstantSource clock) {
        this.writer = writer;
        this.scheduler = scheduler;
        this.ledger = ledger;
        this.agents = agents;
        this.servers = servers;
        this.settings = settings;
        this.consoles = consoles;
        this.credentials = credentials;
        this.clock = clock;
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newCachedThreadPool(body -> {
            Thread thread = new Thread(body, "chroma-job-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Starts a job that was just marked RUNNING, or goes on with one that a crash interrupted. */
    public void launch(Scheduler.Launch launch) {
        Run run = new Run(launch.job(), launch.steps());
        runs.put(launch.job().id(), run);
        try {
            threads.execute(run);
        } catch (RuntimeException | Error noThread) {
            runs.remove(launch.job().id());
            if (!stopping) {
                writer.submit(transaction -> run.finish(transaction, Optional.of(Failure.of(noThread)), false));
            }
        }
    }

    /** Stops a running job as soon as its step lets go. */
    public void cancel(long job) {
        Run run = runs.get(job);
        if (run != null) {
            run.cancel();
        }
    }

    /** Lets go of all jobs without ending them: they resume at the next start. */
    public void stop() {
        stopping = true;
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("Some steps could not be interrupted; their jobs resume at the next start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One job on its way. */
    private final class Run implements Runnable {
        private final Job job;
        private final JobSteps asked;
        private List<Step<StepContext>> steps = List.of();
        private volatile boolean cancelled;
        private @Nullable Thread thread;

        private Run(Job job, JobSteps asked) {
            this.job = job;
            this.asked = asked;
        }

        private synchronized void cancel() {
            cancelled = true;
            if (thread != null) {
                thread.interrupt();
            }
        }

        /** From here on an interrupt means this job. */
        private synchronized void take() {
            thread = Thread.currentThread();
        }

        /** From here on cancelling comes too late to interrupt. */
        private synchronized void release() {
            thread = null;
            boolean unused = Thread.interrupted();
        }

        @Override
        public void run() {
            try {
                work();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Throwable failed) {
                if (!stopping) {
                    LOG.error("Job {} ({}) cannot go on", job.id(), job.description(), failed);
                    fail(failed);
                }
            } finally {
                runs.remove(job.id());
            }
        }

        /** Nothing of it is written down but its end: something of it cannot be. */
        private void fail(Throwable failed) {
            try {
                boolean unused = told(transaction -> {
                    finish(transaction, Optional.of(Failure.of(failed)), false);
                    return true;
                });
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Throwable unsayable) {
                LOG.error(
                        "Job {} ({}) was abandoned; it resumes at the next start",
                        job.id(),
                        job.description(),
                        unsayable);
            }
        }

        private void work() throws InterruptedException {
            Optional<Failure> unknown = learnSteps();
            if (stopping) {
                return;
            }
            int first = firstUnfinished();
            if (unknown.isPresent() || first == steps.size()) {
                boolean unused = told(transaction -> {
                    finish(transaction, unknown, unknown.isEmpty());
                    return true;
                });
                return;
            }
            StepResult result = told(transaction -> begin(transaction, first));
            for (int index = first; ; index++) {
                long running = result.id();
                StepConsole console = consoles.open(running);
                try {
                    Optional<Failure> failure = attempt(steps.get(index), console);
                    if (stopping) {
                        return;
                    }
                    StepResult ended = ended(result, console, failure);
                    boolean last = index == steps.size() - 1;
                    if (failure.isPresent() || last || cancelled) {
                        boolean allDone = last && failure.isEmpty();
                        told(transaction -> {
                            transaction.put(ended);
                            finish(transaction, failure, allDone);
                            return true;
                        });
                        return;
                    }
                    int next = index + 1;
                    result = told(transaction -> {
                        transaction.put(ended);
                        return begin(transaction, next);
                    });
                } finally {
                    consoles.close(running);
                }
            }
        }

        /** A plugin is asked here; one whose steps are others than those that ran before a crash cannot go on. */
        private Optional<Failure> learnSteps() {
            take();
            try {
                steps = asked.ask(ledger.cluster());
            } catch (Exception | Error failed) {
                return Optional.of(Failure.of(failed));
            } finally {
                release();
            }
            for (StepResult result : ledger.steps(job.id())) {
                boolean done = result.state() == StepResult.State.SUCCESS;
                if (done && !isStill(result)) {
                    return Optional.of(new Failure(
                            "The manager was restarted, and the remaining steps of the job are no longer known", ""));
                }
            }
            return Optional.empty();
        }

        private boolean isStill(StepResult result) {
            return result.count() == steps.size()
                    && result.index() < steps.size()
                    && steps.get(result.index()).name().equals(result.name());
        }

        /** Steps that succeeded before a crash are not run again. */
        private int firstUnfinished() {
            int index = 0;
            for (StepResult result : ledger.steps(job.id())) {
                if (result.state() == StepResult.State.SUCCESS && result.index() == index) {
                    index++;
                }
            }
            return index;
        }

        private StepResult begin(Transaction transaction, int index) {
            Step<StepContext> step = steps.get(index);
            StepResult result = StepResult.begun(
                    transaction.nextId("step"), job.id(), index, steps.size(), step, transaction.now());
            transaction.put(result);
            return result;
        }

        private Optional<Failure> attempt(Step<StepContext> step, StepConsole console) {
            take();
            try {
                if (cancelled) {
                    return Optional.of(new Failure("Cancelled before it began", ""));
                }
                step.work().run(new Context(console));
                return Optional.empty();
            } catch (Throwable failed) { // a step may do anything; its job has to end
                return Optional.of(Failure.of(failed));
            } finally {
                release();
            }
        }

        private void finish(Transaction transaction, Optional<Failure> failure, boolean allDone) {
            Job now = transaction.job(job.id());
            if (now == null || now.state().isDone()) {
                return;
            }
            if (allDone) {
                scheduler.succeed(transaction, now);
            } else if (cancelled) {
                scheduler.end(transaction, now, JobState.CANCELLED, "", null);
            } else {
                scheduler.end(
                        transaction,
                        now,
                        JobState.FAILED,
                        failure.map(Failure::message).orElse(""),
                        null);
            }
        }

        /**
         * Tells the thread that writes, again and again while the data store fails; a change that itself fails, a few
         * times.
         */
        private <T> T told(Function<Transaction, T> change) throws InterruptedException {
            AtomicBoolean made = new AtomicBoolean();
            Duration pause = FIRST_PAUSE;
            for (int times = 1; ; times++) {
                made.set(false);
                try {
                    return writer.call(transaction -> {
                        T value = change.apply(transaction);
                        made.set(true);
                        return value;
                    });
                } catch (RuntimeException failed) {
                    if (stopping || writer.isStopping() || (!made.get() && times >= TRIES)) {
                        throw failed;
                    }
                    LOG.warn(
                            "The outcome of job {} could not be stored; trying again: {}", job.id(), failed.toString());
                    TimeUnit.MILLISECONDS.sleep(pause.toMillis());
                    Duration doubled = pause.multipliedBy(2);
                    pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
                }
            }
        }
    }

    private record Failure(String message, String trace) {

        /** In the words of what failed. */
        private static Failure of(Throwable failed) {
            try {
                return inItsWords(failed);
            } catch (Throwable unsayable) { // what a plugin throws is the plugin's, also what it says of itself
                return new Failure(failed.getClass().getName(), "");
            }
        }

        private static Failure inItsWords(Throwable failed) {
            if (failed instanceof InterruptedException) {
                return new Failure("Interrupted", "");
            }
            if (failed instanceof Agents.ActionFailedException action) {
                return new Failure(String.valueOf(action.getMessage()), action.remoteTrace());
            }
            if (failed instanceof ChromaException || failed instanceof ForeignCodeException) {
                return new Failure(String.valueOf(failed.getMessage()), "");
            }
            String message = failed.getMessage() == null ? failed.getClass().getSimpleName() : failed.getMessage();
            StringWriter trace = new StringWriter();
            failed.printStackTrace(new PrintWriter(trace));
            return new Failure(message, trace.toString());
        }
    }

    private StepResult ended(StepResult begun, StepConsole console, Optional<Failure> failure) {
        StepResult shown = begun.showing(console.log(), console.console());
        Instant now = clock.instant();
        return failure.map(why -> shown.failed(why.message(), why.trace(), now)).orElseGet(() -> shown.succeeded(now));
    }

    /** What a step sees of the world. */
    private final class Context implements StepContext {
        private final StepConsole console;

        private Context(StepConsole console) {
            this.console = console;
        }

        @Override
        public Cluster cluster() {
            return ledger.cluster();
        }

        @Override
        public <R> @Nullable R run(ObjectId<HostState> host, Action<R> action) throws InterruptedException {
            console.line(
                    "# %s on %s".formatted(Action.nameOf(action.getClass()), TargetNames.host(host, ledger.cluster())));
            return agents.run(host.number(), action, console);
        }

        @Override
        public <R> R ask(ObjectId<HostState> host, Action<R> action) throws InterruptedException {
            R answer = run(host, action);
            if (answer == null) {
                throw new ChromaException(
                        ErrorCode.AGENT_BROKEN,
                        "%s returned nothing to %s"
                                .formatted(TargetNames.host(host, ledger.cluster()), Action.nameOf(action.getClass())));
            }
            return answer;
        }

        @Override
        public void log(String line) {
            console.log(line);
        }

        @Override
        public void change(Consumer<Transaction> change) throws InterruptedException {
            Boolean unused = writer.call(transaction -> {
                change.accept(transaction);
                return true;
            });
        }

        @Override
        public OutputListener console() {
            return console;
        }

        @Override
        public Agents agents() {
            return agents;
        }

        @Override
        public ServerAccess servers() {
            return servers;
        }

        @Override
        public @Nullable Credentials credentials(ObjectId<HostState> host) {
            return credentials.of(host);
        }

        @Override
        public CoreSettings settings() {
            return settings;
        }

        @Override
        public Instant now() {
            return clock.instant();
        }
    }
}
