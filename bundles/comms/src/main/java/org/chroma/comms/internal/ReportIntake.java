package org.chroma.comms.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.chroma.core.ChromaException;
import org.chroma.core.Reports;
import org.chroma.protocol.PluginBundle;
import org.chroma.protocol.Report;
import org.chroma.protocol.ReportAnswer;
import org.chroma.spi.Observation;
import org.chroma.spi.Server;

/**
 * Takes reports: keeps the sessions, lets each plugin say what its scan means, and hands all of it to the core at once.
 * A scan that is as before is observed again, so that the core always hears what is, and never has to remember.
 */
final class ReportIntake {
    /** No report is on its way for less. */
    private static final Duration QUICKEST = Duration.ofSeconds(1);
    /** No report is on its way for more: connections end before. */
    private static final Duration SLOWEST = Duration.ofSeconds(90);

    private final ScanHandlers handlers;
    private final Reports core;
    private final Clock clock;
    private final Map<Long, AgentSession> sessions = new ConcurrentHashMap<>();

    ReportIntake(ScanHandlers handlers, Reports core, Clock clock) {
        this.handlers = handlers;
        this.core = core;
        this.clock = clock;
    }

    /**
     * Takes a report, or begins a new session.
     *
     * @param offers the plugin bundles that the agent shall have
     * @throws ChromaException where the core does not take it; the agent then says everything again
     */
    ReportAnswer take(Caller caller, Report report, List<PluginBundle> offers) throws InterruptedException {
        AgentSession session = sessions.computeIfAbsent(caller.host(), host -> new AgentSession());
        synchronized (session) {
            if (!session.expects(report)) {
                return new ReportAnswer(session.id(), session.sequence(), false, offers);
            }
            boolean taken;
            try {
                taken = accept(caller, report, session);
            } catch (RuntimeException | InterruptedException e) {
                session.restart();
                throw e;
            }
            if (taken) {
                session.actions = report.actions();
                session.advance();
            } else {
                session.restart();
            }
            return new ReportAnswer(session.id(), session.sequence(), taken, offers);
        }
    }

    /** The server's session ends, if it has one. */
    void forget(long host) {
        sessions.remove(host);
    }

    /** False where something is missing that the agent believes to have said. */
    private boolean accept(Caller caller, Report report, AgentSession session) throws InterruptedException {
        Intake intake = new Intake(caller, report, skew(report.sentAt()));
        for (Map.Entry<String, Report.Scan> entry : report.scans().entrySet()) {
            String plugin = entry.getKey();
            ScanHandlers.Handler<?> handler = handlers.find(plugin);
            session.forget(plugin);
            if (handler == null) {
                continue; // the agent has a plugin of which the manager has not the other half
            }
            try {
                session.scans.put(plugin, handler.read(entry.getValue().data()));
            } catch (ScanHandlers.HandlerFailedException e) {
                session.unreadable.put(plugin, e.getMessage());
            }
            intake.observe(session, plugin, entry.getValue().takenAt());
        }
        for (Map.Entry<String, Instant> entry : report.unchanged().entrySet()) {
            String plugin = entry.getKey();
            ScanHandlers.Handler<?> handler = handlers.find(plugin);
            ScanHandlers.Scan<?> scan = session.scans.get(plugin);
            if (handler == null) {
                session.forget(plugin);
            } else if (session.unreadable.containsKey(plugin) || (scan != null && scan.handler() == handler)) {
                intake.observe(session, plugin, entry.getValue());
            } else {
                return false; // the plugin's other half came, or was replaced, after the scan did
            }
        }
        core.accept(caller.host(), intake.oldest.minus(intake.skew), intake.observations, intake.failures);
        return true;
    }

    /**
     * By how much the server's clock is ahead of the manager's; negative where it is behind. What may be the way of the
     * report is not taken for skew: a report that looks too young could undo what was done since.
     */
    private Duration skew(Instant sentAt) {
        Duration ahead = Duration.between(clock.instant(), sentAt);
        if (ahead.compareTo(QUICKEST.negated()) > 0) {
            return ahead.plus(QUICKEST);
        }
        if (ahead.compareTo(SLOWEST.negated()) < 0) {
            return ahead.plus(SLOWEST);
        }
        return Duration.ZERO;
    }

    /** What is gathered from one report. */
    private static final class Intake {
        private final Caller caller;
        private final Duration skew;
        private final Map<String, Observation> observations = new HashMap<>();
        private final Map<String, String> failures;
        private Instant oldest;

        Intake(Caller caller, Report report, Duration skew) {
            this.caller = caller;
            this.skew = skew;
            failures = new HashMap<>(report.errors());
            oldest = report.startedAt();
        }

        void observe(AgentSession session, String plugin, Instant takenAt) throws InterruptedException {
            ScanHandlers.Scan<?> scan = session.scans.get(plugin);
            if (scan == null) {
                failures.put(plugin, session.unreadable.getOrDefault(plugin, "There is no scan"));
                return;
            }
            try {
                Server server = new Server(caller.host(), caller.fqdn(), caller.nodename(), takenAt.minus(skew));
                observations.put(plugin, scan.observe(server));
            } catch (ScanHandlers.HandlerFailedException e) {
                failures.put(plugin, e.getMessage());
            }
            oldest = takenAt.isBefore(oldest) ? takenAt : oldest;
        }
    }
}
