package org.chroma.api.internal.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.core.SecurityContext;
import javax.ws.rs.sse.OutboundSseEvent;
import javax.ws.rs.sse.Sse;
import javax.ws.rs.sse.SseEventSink;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A listener of the stream whose connection does not take what it is sent, and those after it. */
class LostListenerTest {
    private final StreamResource stream = new StreamResource(10, 5);
    private final BlockingQueue<String> sent = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        stream.close();
    }

    @Test
    void theOthersHearChangesAndHeartbeatsAllTheSame() throws Exception {
        listen(() -> {
            throw new StackOverflowError("too deep");
        });
        listen(() -> sent.add("an event"));

        for (int heartbeats = 0; heartbeats < 3; heartbeats++) {
            assertThat(sent.poll(20, TimeUnit.SECONDS)).isEqualTo("an event");
        }
        stream.changed(Set.of("host/1"));
        assertThat(sent.poll(20, TimeUnit.SECONDS)).isEqualTo("an event");
        assertThat(stream.listeners()).isEqualTo(1);
    }

    private void listen(Runnable send) {
        SseEventSink sink = fake(SseEventSink.class, (proxy, method) -> switch (method.getName()) {
            case "isClosed" -> false;
            case "send" -> {
                send.run();
                yield CompletableFuture.completedFuture(null);
            }
            default -> null;
        });
        OutboundSseEvent.Builder builder = fake(
                OutboundSseEvent.Builder.class,
                (proxy, method) ->
                        method.getName().equals("build") ? fake(OutboundSseEvent.class, (event, any) -> null) : proxy);
        Sse sse = fake(Sse.class, (proxy, method) -> builder);
        SecurityContext nobody = fake(SecurityContext.class, (proxy, method) -> null);
        HttpServletRequest request = fake(HttpServletRequest.class, (proxy, method) -> "192.0.2.1");
        stream.listen(sink, sse, nobody, request, null);
    }

    private static <T> T fake(Class<T> type, BiFunction<Object, Method, @Nullable Object> behaviour) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> behaviour.apply(proxy, method)));
    }
}
