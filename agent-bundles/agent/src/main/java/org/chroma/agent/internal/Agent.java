package org.chroma.agent.internal;

import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.chroma.protocol.RegistrationOrder;
import org.chroma.protocol.RegistrationReply;
import org.chroma.protocol.Report;
import org.chroma.protocol.ReportAnswer;
import org.chroma.spi.Machine;
import org.chroma.spi.Output;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agent of one machine: reports to its manager for as long as it has one, and offers it the machine's actions. */
final class Agent implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(10);
    private static final Duration LAST_RETRY = Duration.ofSeconds(160);

    private final Machine machine;
    private final AgentFiles files;
    private final Shared shared;
    private final Place place;
    private final Scanner scanner;
    private final ActionRunner actions;

    private volatile Map<String, String> failures = Map.of();
    private @Nullable Membership membership;
    private boolean closed;

    /** What all agents of this process have in common. */
    record Shared(
            Workers workers,
            SharedSockets sockets,
            ProbeRegistry probes,
            ActionRegistry actions,
            PluginBundles bundles,
            Clock clock,
            Duration period,
            Duration scanPatience,
            Duration scanLimit,
            String version) {}

    /**
     * Where the action endpoint listens.
     *
     * @param address empty for all local ones
     * @param port 0 for any free one
     */
    record Place(String address, int port) {}

    Agent(Machine machine, AgentFiles files, Shared shared, Place place) {
        this.machine = machine;
        this.files = files;
        this.shared = shared;
        this.place = place;
        scanner =
                new Scanner(machine, shared.clock(), shared.workers().timer, shared.scanPatience(), shared.scanLimit());
        actions = new ActionRunner(machine, shared.actions(), shared.workers());
    }

    Machine machine() {
        return machine;
    }

    ActionRunner actions() {
        return actions;
    }

    AgentFiles files() {
        return files;
    }

    /** The device plugins that could not look when the last report was made: name to reason. */
    Map<String, String> failures() {
        return failures;
    }

    /** Takes up the work for the manager that this machine was registered with, if it was. */
    synchronized void start() {
        if (closed || membership != null) {
            return;
        }
        try {
            var conf = files.serverConf();
            if (conf.isPresent()) {
                membership = new Membership(conf.get(), files.identity());
                membership.schedule(Duration.ZERO);
            } else {
                LOG.info("{} is not registered with a manager yet", machine.nodename());
            }
        } catch (IOException | GeneralSecurityException e) {
            LOG.error("{} cannot reach its manager and will try again: {}", machine.nodename(), e.getMessage());
            startLater();
        } catch (Throwable e) { // without another try there would be no agent until the next restart
            LOG.error("{} cannot work for its manager, and tries again", machine.nodename(), e);
            startLater();
        }
    }

    private void startLater() {
        var unused = shared.workers().timer.schedule(this::start, FIRST_RETRY.toSeconds(), TimeUnit.SECONDS);
    }

    /**
     * Who this server is.
     *
     * @param manager the URL of its manager; null while it has none
     * @param actions the names of those that it offers, sorted
     */
    record Status(
            String nodename,
            String fqdn,
            String agentVersion,
            @Nullable String manager,
            List<String> actions) {}

    Status status() throws InterruptedException {
        String manager;
        synchronized (this) {
            manager = membership == null ? null : membership.conf.manager();
        }
        return new Status(
                machine.nodename(),
                fqdn(),
                shared.version(),
                manager,
                shared.actions().names());
    }

    RegistrationReply register(RegistrationOrder order) throws IOException, InterruptedException {
        String fqdn = fqdn();
        ActionEndpoint.publicKey(order.managerKey());
        AgentFiles.Identity identity = Enrolment.enrol(order, fqdn);
        synchronized (this) {
            if (closed) {
                throw new IOException("The agent of " + fqdn + " is stopping");
            }
            try {
                KeyPair hostKey = files.hostKey();
                AgentFiles.ServerConf conf =
                        new AgentFiles.ServerConf(Enrolment.manager(order).toString(), order.managerKey(), fqdn);
                Membership begun = change(conf, identity);
                LOG.info("{} is registered with {}", fqdn, conf.manager());
                return new RegistrationReply(
                        fqdn,
                        machine.nodename(),
                        PublicKeyEntry.toString(hostKey.getPublic()),
                        begun.endpoint.port(),
                        shared.version());
            } catch (GeneralSecurityException e) {
                throw new IOException("Registration failed: " + e.getMessage(), e);
            }
        }
    }

    /**
     * Works for another manager from now on. The old work has to end first, because both listen on the same port; where
     * the new one does not come about, the old one goes on.
     */
    private Membership change(AgentFiles.ServerConf conf, AgentFiles.Identity identity)
            throws IOException, GeneralSecurityException {
        Membership old = membership;
        if (old != null) {
            old.close();
        }
        membership = null;
        Membership begun = null;
        try {
            begun = new Membership(conf, identity);
            files.save(conf, identity);
            membership = begun;
            begun.schedule(Duration.ZERO);
            return begun;
        } finally {
            if (membership == null) {
                if (begun != null) {
                    begun.close();
                }
                if (old != null) {
                    goOn(old);
                }
            }
        }
    }

    private void goOn(Membership old) {
        try {
            membership = new Membership(old.conf, old.identity);
            membership.schedule(Duration.ZERO);
        } catch (Throwable e) { // nobody else would try again before the next restart
            LOG.error("{} cannot go on with the work for {}", machine.nodename(), old.conf.manager(), e);
            startLater();
        }
    }

    /** Sends a complete report at once; ends when the manager took it. */
    CompletableFuture<Void> reportNow() {
        Membership current;
        synchronized (this) {
            current = membership;
        }
        if (current == null) {
            return CompletableFuture.failedFuture(
                    new IOException(machine.nodename() + " is not registered with a manager"));
        }
        return current.reportNow();
    }

    /** Has no manager any more. The endpoint stays for the moment that the manager needs to hear the answer. */
    void deregister() throws IOException {
        synchronized (this) {
            files.forget();
            Membership old = membership;
            membership = null;
            if (old != null) {
                old.stopReporting();
                var unused = shared.workers().timer.schedule(old::close, 2, TimeUnit.SECONDS);
            }
        }
        LOG.info("{} is no longer registered with a manager", machine.nodename());
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (membership != null) {
            membership.close();
            membership = null;
        }
    }

    private String fqdn() throws InterruptedException {
        try {
            Output output = machine.run(Duration.ofSeconds(5), "hostname", "-f");
            String name = output.stdout().strip();
            if (output.succeeded()
                    && name.matches("[A-Za-z0-9][A-Za-z0-9.-]{0,252}")
                    && !name.startsWith("localhost")) {
                return name;
            }
        } catch (IOException e) {
            LOG.debug("No fully qualified name", e);
        }
        return machine.nodename();
    }

    /** The work for one manager, from registration to the next one. */
    private final class Membership implements AutoCloseable {
        private final AgentFiles.ServerConf conf;
        private final AgentFiles.Identity identity;
        private final ManagerLink link;
        private final ActionEndpoint endpoint;
        private final ReportSession session = new ReportSession();
        private final List<CompletableFuture<Void>> waiting = new ArrayList<>();
        private final Instant since = Instant.now(shared.clock());
        private Duration retry = FIRST_RETRY;
        private @Nullable Future<?> next;
        private boolean reporting;
        private boolean over;
        private String lastProblem = "";

        Membership(AgentFiles.ServerConf conf, AgentFiles.Identity identity)
                throws IOException, GeneralSecurityException {
            this.conf = conf;
            this.identity = identity;
            link = new ManagerLink(URI.create(conf.manager()), identity.authority(), identity);
            endpoint = new ActionEndpoint(
                    shared.sockets(),
                    shared.workers(),
                    actions,
                    place.address(),
                    place.port(),
                    files.hostKey(),
                    conf.managerKey());
        }

        CompletableFuture<Void> reportNow() {
            CompletableFuture<Void> taken = new CompletableFuture<>();
            synchronized (this) {
                waiting.add(taken);
            }
            schedule(Duration.ZERO);
            return taken;
        }

        /** Reports after a while; an earlier plan is dropped. While a report is under way, it goes first. */
        synchronized void schedule(Duration delay) {
            if (over || reporting) {
                return;
            }
            if (next != null) {
                next.cancel(false);
            }
            next = shared.workers()
                    .timer
                    .schedule(
                            () -> shared.workers().conversations.execute(this::report),
                            delay.toMillis(),
                            TimeUnit.MILLISECONDS);
        }

        private void report() {
            List<CompletableFuture<Void>> asked;
            synchronized (this) {
                if (over || reporting) {
                    return;
                }
                reporting = true;
                asked = List.copyOf(waiting);
                waiting.clear();
            }
            Instant startedAt = Instant.now(shared.clock());
            try {
                scanner.look(shared.probes().current())
                        .thenAcceptAsync(
                                outcomes -> converse(startedAt, outcomes, asked), shared.workers().conversations)
                        .exceptionally(problem -> {
                            done(startedAt, asked, problem);
                            return null;
                        });
            } catch (Throwable e) { // or this would have been the last report
                done(startedAt, asked, e);
            }
        }

        private void converse(
                Instant startedAt, Map<String, ScanOutcome> outcomes, List<CompletableFuture<Void>> asked) {
            try {
                if (!asked.isEmpty()) {
                    session.restart();
                }
                boolean accepted = send(startedAt, outcomes);
                if (!accepted) {
                    // The session was over; the same again, complete, in the new one.
                    accepted = send(startedAt, outcomes);
                }
                if (!accepted) {
                    throw new IOException("The manager does not accept complete reports");
                }
                done(startedAt, asked, null);
            } catch (Throwable e) { // or this would have been the last report
                done(startedAt, asked, e);
            }
        }

        private boolean send(Instant startedAt, Map<String, ScanOutcome> outcomes) throws IOException {
            Map<String, String> failed = new HashMap<>();
            outcomes.forEach((name, outcome) -> {
                if (outcome instanceof ScanOutcome.Failed failure) {
                    failed.put(name, failure.reason());
                }
            });
            failures = Map.copyOf(failed);
            Map<String, ScanOutcome> all = new HashMap<>();
            shared.bundles().problems().forEach((name, reason) -> all.put(name, new ScanOutcome.Failed(reason)));
            all.putAll(outcomes);
            Report report = session.next(
                    conf.fqdn(),
                    startedAt,
                    Instant.now(shared.clock()),
                    all,
                    shared.bundles().installed(),
                    shared.actions().names());
            ReportAnswer answer = link.post("agent/report", report, ReportAnswer.class);
            boolean accepted = session.answered(answer);
            shared.bundles().wanted(Agent.this, answer.bundles(), link);
            return accepted;
        }

        private void done(Instant startedAt, List<CompletableFuture<Void>> asked, @Nullable Throwable problem) {
            Duration delay;
            boolean urgent;
            synchronized (this) {
                reporting = false;
                urgent = !waiting.isEmpty();
                Duration spent = Duration.between(startedAt, Instant.now(shared.clock()));
                if (problem == null) {
                    if (!lastProblem.isEmpty()) {
                        LOG.info("{} reports to {} again", conf.fqdn(), conf.manager());
                        lastProblem = "";
                    }
                    retry = FIRST_RETRY;
                    delay = shared.period().minus(spent);
                } else if (problem instanceof ManagerLink.RefusedException refused
                        && (refused.status() == 403 || refused.status() == 404)
                        && spentSinceStart().compareTo(Duration.ofSeconds(30)) < 0) {
                    // The manager is still writing down that this server is registered.
                    delay = Duration.ofSeconds(1);
                } else {
                    delay = retry;
                    Duration doubled = retry.multipliedBy(2);
                    retry = doubled.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : doubled;
                    String message = String.valueOf(problem.getMessage());
                    if (!message.equals(lastProblem)) {
                        LOG.warn("{} cannot report to {}: {}", conf.fqdn(), conf.manager(), message, problem);
                        lastProblem = message;
                    }
                }
            }
            for (CompletableFuture<Void> one : asked) {
                if (problem == null) {
                    one.complete(null);
                } else {
                    one.completeExceptionally(problem);
                }
            }
            schedule(urgent || delay.isNegative() ? Duration.ZERO : delay);
        }

        private Duration spentSinceStart() {
            return Duration.between(since, Instant.now(shared.clock()));
        }

        synchronized void stopReporting() {
            over = true;
            if (next != null) {
                next.cancel(false);
            }
            waiting.forEach(one -> one.completeExceptionally(new IOException("The agent stops reporting")));
            waiting.clear();
        }

        @Override
        public void close() {
            stopReporting();
            try {
                endpoint.close();
            } catch (IOException e) {
                LOG.warn("The action endpoint of {} did not close: {}", conf.fqdn(), e.getMessage());
            }
        }
    }
}
