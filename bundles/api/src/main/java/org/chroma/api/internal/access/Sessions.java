package org.chroma.api.internal.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Who is logged in. Kept in memory: a restart of the manager ends all sessions. */
@Component(service = Sessions.class, configurationPid = "org.chroma.api.sessions")
@Designate(ocd = Sessions.Config.class)
public final class Sessions {
    /** How many sessions there may be at once; the oldest goes first. */
    private static final int MAXIMUM = 10_000;

    @ObjectClassDefinition(name = "Chroma sessions")
    public @interface Config {
        @AttributeDefinition(description = "Minutes without a request after which a session ends")
        int idle_minutes() default 720;

        @AttributeDefinition(description = "Hours after which a session ends in any case")
        int lifetime_hours() default 168;
    }

    /**
     * One log-in.
     *
     * @param id random, known to the browser alone
     * @param csrf what unsafe requests of this session have to repeat
     */
    public record Session(String id, long user, String csrf, Instant begun, Instant used) {}

    private final Clock clock;
    private final Duration idle;
    private final Duration lifetime;
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();

    @Activate
    public Sessions(Config config) {
        this(Clock.systemUTC(), Duration.ofMinutes(config.idle_minutes()), Duration.ofHours(config.lifetime_hours()));
    }

    Sessions(Clock clock, Duration idle, Duration lifetime) {
        this.clock = clock;
        this.idle = idle;
        this.lifetime = lifetime;
    }

    /** Sessions that last so long, for tests and tools without a configuration. */
    public static Sessions lasting(Duration time) {
        return new Sessions(Clock.systemUTC(), time, time);
    }

    /** A new token for somebody who is not logged in. */
    public static String token() {
        return Tokens.next();
    }

    public Session begin(long user) {
        sessions.values().removeIf(this::isOver);
        while (sessions.size() >= MAXIMUM) {
            sessions.values().stream()
                    .min(Comparator.comparing(Session::used))
                    .ifPresent(oldest -> sessions.remove(oldest.id()));
        }
        Instant now = clock.instant();
        Session session = new Session(Tokens.next(), user, Tokens.next(), now, now);
        sessions.put(session.id(), session);
        return session;
    }

    public Optional<Session> find(@Nullable String id) {
        if (id == null) {
            return Optional.empty();
        }
        return Optional.ofNullable(sessions.computeIfPresent(
                id,
                (key, session) -> isOver(session)
                        ? null
                        : new Session(session.id(), session.user(), session.csrf(), session.begun(), clock.instant())));
    }

    public void end(String id) {
        sessions.remove(id);
    }

    /** Ends all sessions of a user, for example because the password changed; one may stay. */
    public void endAllOf(long user, @Nullable String except) {
        sessions.values()
                .removeIf(session -> session.user() == user && !session.id().equals(except));
    }

    private boolean isOver(Session session) {
        Instant now = clock.instant();
        return session.used().plus(idle).isBefore(now)
                || session.begun().plus(lifetime).isBefore(now);
    }
}
