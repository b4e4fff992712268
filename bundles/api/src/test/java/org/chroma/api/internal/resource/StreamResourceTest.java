package org.chroma.api.internal.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.chroma.api.internal.access.Group;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamResourceTest {
    private RestServer server;

    @BeforeEach
    void start() throws Exception {
        server = new RestServer();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private record Event(String id, String name, String data) {}

    /** Reads events as a browser does. */
    private final class Listener implements AutoCloseable {
        private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
        private final Stream<String> lines;

        private volatile boolean ended;

        Listener(@Nullable String lastEventId) throws Exception {
            this(server.anonymous(), lastEventId);
        }

        Listener(RestServer.Client client, @Nullable String lastEventId) throws Exception {
            HttpRequest.Builder request = client.request("/api/stream")
                    .timeout(Duration.ofSeconds(20))
                    .header("Accept", "text/event-stream");
            if (lastEventId != null) {
                request.header("Last-Event-ID", lastEventId);
            }
            HttpResponse<Stream<String>> response =
                    client.http().send(request.build(), HttpResponse.BodyHandlers.ofLines());
            assertThat(response.statusCode()).isEqualTo(200);
            lines = response.body();
            Thread reader = new Thread(this::read);
            reader.setDaemon(true);
            reader.start();
        }

        private void read() {
            List<String> event = new ArrayList<>();
            try {
                lines.forEach(line -> {
                    if (line.isEmpty()) {
                        events.add(new Event(part(event, "id:"), part(event, "event:"), part(event, "data:")));
                        event.clear();
                    } else {
                        event.add(line);
                    }
                });
            } catch (RuntimeException e) {
                // The stream was closed.
            }
            ended = true;
        }

        private String part(List<String> event, String name) {
            return event.stream()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(name.length()).strip())
                    .findFirst()
                    .orElse("");
        }

        Event await(Predicate<Event> wanted) throws InterruptedException {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (System.nanoTime() < deadline) {
                Event event = events.poll(1, TimeUnit.SECONDS);
                if (event != null && wanted.test(event)) {
                    return event;
                }
            }
            throw new AssertionError("No such event came");
        }

        @Override
        public void close() {
            lines.close();
        }
    }

    @Test
    void tellsWhatChangedAndThatItIsAlive() throws Exception {
        try (Listener listener = new Listener(null)) {
            listener.await(event -> event.name().equals("heartbeat"));
            server.manager.addServers(1, 1);
            // Whether in one event or in several is a matter of time.
            StringBuilder heard = new StringBuilder();
            listener.await(event -> {
                heard.append(event.name().equals("change") ? event.data() : "");
                return heard.indexOf("\"host/1\"") >= 0 && heard.indexOf("\"volume/") >= 0;
            });
        }
    }

    @Test
    void theOldestOfManyMakesRoomAndUsersKeepTheirs() throws Exception {
        List<Listener> strangers = new ArrayList<>();
        try (Listener user = new Listener(server.admin(), null)) {
            user.await(event -> event.name().equals("heartbeat"));
            for (int i = 0; i < RestServer.LISTENERS; i++) {
                strangers.add(new Listener(null));
            }
            assertThat(strangers).noneMatch(listener -> listener.ended);
            strangers.add(new Listener(null));
            strangers.get(RestServer.LISTENERS).await(event -> event.name().equals("heartbeat"));
            await(() -> strangers.get(0).ended);
            assertThat(server.stream.listeners()).isEqualTo(RestServer.LISTENERS + 1);
            server.stream.changed(Set.of("target/4"));
            for (Listener listener : strangers.subList(1, strangers.size())) {
                listener.await(event -> event.data().contains("target/4"));
            }
            user.await(event -> event.data().contains("target/4"));
        } finally {
            strangers.forEach(Listener::close);
        }
    }

    @Test
    void manyListenersOfOneUserCostAnotherNothing() throws Exception {
        server.addUser("ada", Group.SUPERUSERS);
        List<Listener> many = new ArrayList<>();
        try (Listener ada = new Listener(server.logIn("ada"), null)) {
            RestServer.Client admin = server.admin();
            for (int i = 0; i < 2 * RestServer.LISTENERS; i++) {
                many.add(new Listener(admin, null));
            }
            server.stream.changed(Set.of("target/4"));
            ada.await(event -> event.data().contains("target/4"));
        } finally {
            many.forEach(Listener::close);
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    @Test
    void resumesWhereAListenerLeft() throws Exception {
        Event seen;
        try (Listener listener = new Listener(null)) {
            seen = listener.await(event -> event.name().equals("heartbeat"));
        }
        server.stream.changed(Set.of("target/4"));
        server.stream.changed(Set.of("target/4", "command/7"));
        try (Listener back = new Listener(seen.id())) {
            Event missed = back.await(event -> event.name().equals("change"));
            assertThat(missed.data()).contains("target/4", "command/7");
        }
    }

    @Test
    void tellsThatItDoesNotKnowWhatWasMissed() throws Exception {
        try (Listener listener = new Listener("of-an-earlier-run-17")) {
            listener.await(event -> event.name().equals("reset"));
        }
        Event seen;
        try (Listener listener = new Listener(null)) {
            seen = listener.await(event -> event.name().equals("heartbeat"));
        }
        for (int i = 0; i < 5_000; i++) {
            server.stream.changed(Set.of("host/" + i));
        }
        try (Listener back = new Listener(seen.id())) {
            back.await(event -> event.name().equals("reset"));
        }
    }
}
