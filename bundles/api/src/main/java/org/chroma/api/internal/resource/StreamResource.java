package org.chroma.api.internal.resource;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.GET;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.SecurityContext;
import javax.ws.rs.sse.OutboundSseEvent;
import javax.ws.rs.sse.Sse;
import javax.ws.rs.sse.SseEventSink;
import org.chroma.api.RestResource;
import org.chroma.api.internal.access.Caller;
import org.chroma.api.internal.web.JsonWriter;
import org.chroma.core.ChangeListener;
import org.chroma.core.loop.Round;
import org.chroma.core.port.UserStore.User;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners what changed, by name: {@code {"changed": ["target/4", "command/7"]}}. A listener that is slow hears
 * of many changes at once; one that comes back with {@code Last-Event-ID} hears what it missed, or {@code reset} where
 * that is no longer known.
 *
 * <p>Nobody is turned away: where there is no place, anyone who has the most listeners loses the oldest of them, which
 * is most likely dead, and comes back by itself where it is not. Users and those who are not logged in do not take each
 * other's places.
 */
@Path("stream")
@Component(service = {RestResource.class, ChangeListener.class})
public final class StreamResource implements RestResource, ChangeListener {
    private static final Logger LOG = LoggerFactory.getLogger(StreamResource.class);
    private static final int REMEMBERED = 4_096;
    /** Of those who are logged in, and as many again of those who are not. */
    private static final int LISTENERS = 250;

    private static final int HEARTBEAT_SECONDS = 15;

    private final ChangeLog changes = new ChangeLog(REMEMBERED);
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final int places;
    private final ScheduledExecutorService sender;
    private final ScheduledFuture<?> heartbeats;

    @Activate
    public StreamResource() {
        this(HEARTBEAT_SECONDS * 1_000L, LISTENERS);
    }

    /** @param places for users, and as many for those who are not logged in */
    StreamResource(long heartbeatMillis, int places) {
        this.places = places;
        sender = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "chroma-stream");
            thread.setDaemon(true);
            return thread;
        });
        heartbeats = sender.scheduleAtFixedRate(
                new Round(LOG, "The heartbeat of the stream", () -> listeners.forEach(Listener::beat)),
                heartbeatMillis,
                heartbeatMillis,
                TimeUnit.MILLISECONDS);
    }

    @Deactivate
    public void close() {
        heartbeats.cancel(false);
        sender.shutdownNow();
        listeners.forEach(Listener::end);
    }

    @Override
    public void changed(Set<String> keys) {
        changes.add(keys);
        if (!sender.isShutdown()) {
            sender.execute(() -> listeners.forEach(Listener::tell));
        }
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void listen(
            @Context SseEventSink sink,
            @Context Sse sse,
            @Context SecurityContext security,
            @Context HttpServletRequest request,
            @HeaderParam(HttpHeaders.LAST_EVENT_ID_HEADER) @Nullable String lastEventId) {
        Optional<Long> from = lastEventId == null ? Optional.of(changes.last()) : changes.number(lastEventId);
        User user = Caller.of(security).user();
        String owner = user == null ? request.getRemoteAddr() : user.username();
        Listener listener = new Listener(sink, sse, from.orElse(-1L), user != null, owner);
        take(listener);
        // The first event tells where the listener stands, so that it can come back to it.
        sender.execute(() -> {
            listener.beat();
            listener.tell();
        });
    }

    private void take(Listener newcomer) {
        Listener leaver = null;
        synchronized (listeners) {
            List<Listener> alike = listeners.stream()
                    .filter(listener -> listener.loggedIn == newcomer.loggedIn)
                    .toList();
            if (alike.size() >= places) {
                leaver = oldestOfTheMost(alike);
                listeners.remove(leaver);
            }
            listeners.add(newcomer);
        }
        if (leaver != null) {
            sender.execute(leaver::end);
        }
    }

    private static Listener oldestOfTheMost(List<Listener> alike) {
        Map<String, Long> numbers =
                alike.stream().collect(Collectors.groupingBy(listener -> listener.owner, Collectors.counting()));
        Long most = Collections.max(numbers.values());
        return alike.stream()
                .filter(listener -> most.equals(numbers.get(listener.owner)))
                .findFirst()
                .orElseThrow();
    }

    int listeners() {
        return listeners.size();
    }

    /** One who listens. Only the sending thread works on it, apart from {@link #sending}. */
    private final class Listener {
        private final SseEventSink sink;
        private final Sse sse;
        private final boolean loggedIn;
        private final String owner;
        private long told;
        private volatile boolean sending;

        Listener(SseEventSink sink, Sse sse, long told, boolean loggedIn, String owner) {
            this.sink = sink;
            this.sse = sse;
            this.told = told;
            this.loggedIn = loggedIn;
            this.owner = owner;
        }

        void beat() {
            if (!sending) {
                send("heartbeat", Map.of(), told);
            }
        }

        void tell() {
            if (sending || told == changes.last()) {
                return;
            }
            Optional<ChangeLog.Missed> missed = changes.since(told);
            if (missed.isEmpty()) {
                told = changes.last();
                send("reset", Map.of("reset", true), told);
            } else {
                told = missed.get().upTo();
                send("change", Map.of("changed", missed.get().keys()), told);
            }
        }

        private void send(String name, Object data, long position) {
            if (sink.isClosed()) {
                end();
                return;
            }
            OutboundSseEvent.Builder event = sse.newEventBuilder().name(name).data(text(data));
            if (position >= 0) {
                event.id(changes.name(position));
            }
            sending = true;
            try {
                sink.send(event.build()).whenComplete((done, problem) -> {
                    sending = false;
                    if (problem != null) {
                        end();
                    } else if (!sender.isShutdown()) {
                        sender.execute(this::tell);
                    }
                });
            } catch (Throwable e) { // its connection may be in any state; the listeners after it are told all the same
                LOG.debug("Listener {} is lost", owner, e);
                end();
            }
        }

        void end() {
            listeners.remove(this);
            if (!sink.isClosed()) {
                sink.close();
            }
        }
    }

    private static String text(Object data) {
        try {
            return JsonWriter.MAPPER.writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
