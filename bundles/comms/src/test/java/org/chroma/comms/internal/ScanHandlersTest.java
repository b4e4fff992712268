package org.chroma.comms.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.chroma.spi.DeviceDataHandler;
import org.chroma.spi.Observation;
import org.chroma.spi.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The manager's halves of plugins that do not behave. */
class ScanHandlersTest {
    private static final Duration LIMIT = Duration.ofMillis(200);

    private final ScanHandlers handlers = new ScanHandlers(LIMIT);
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();

    public record Nothing() {}

    @AfterEach
    void close() {
        release.countDown();
        handlers.close();
    }

    @Test
    void onePluginThatThrowsIsNamed() throws Exception {
        ScanHandlers.Scan<?> scan = scan("throwing", () -> {
            throw new IllegalStateException("the sky is falling");
        });

        assertThatThrownBy(() -> scan.observe(server(1)))
                .isInstanceOf(ScanHandlers.HandlerFailedException.class)
                .hasMessageContaining("throwing failed on the manager")
                .hasMessageContaining("the sky is falling");
    }

    /** As where a class of a library that the plugin needs is missing. */
    @Test
    void onePluginWithoutItsLibraryIsNamed() throws Exception {
        ScanHandlers.Scan<?> scan = scan("lacking", () -> {
            throw new NoClassDefFoundError("com/example/Lib");
        });
        handlers.add(
                new DeviceDataHandler<Nothing>() {
                    @Override
                    public Class<Nothing> scanType() {
                        throw new NoClassDefFoundError("com/example/Scan");
                    }

                    @Override
                    public Observation observe(Server server, Nothing nothing) {
                        return Observation.NOTHING;
                    }
                },
                Map.of("plugin.name", "worse"));

        assertThatThrownBy(() -> scan.observe(server(1)))
                .isInstanceOf(ScanHandlers.HandlerFailedException.class)
                .hasMessageContaining("lacking failed on the manager")
                .hasMessageContaining("com/example/Lib");
        assertThat(handlers.find("worse")).isNull();
    }

    @Test
    @Timeout(20)
    void onePluginThatHangsCostsEachServerItsTimeOnce() throws Exception {
        ScanHandlers.Scan<?> scan = scan("hanging", this::hang);

        assertThatThrownBy(() -> scan.observe(server(1))).hasMessageContaining("hanging did not end on the manager");
        assertThatThrownBy(() -> scan.observe(server(1))).hasMessageContaining("hanging still hangs on the manager");
        for (int other = 2; other <= 4; other++) {
            Server server = server(other);
            assertThatThrownBy(() -> scan.observe(server)).hasMessageContaining("hanging did not end on the manager");
        }
        assertThatThrownBy(() -> scan.observe(server(5))).hasMessageContaining("hanging hangs on the manager");
        assertThat(asked).as("no more threads are lost").hasValue(4);
    }

    @Test
    @Timeout(20)
    void onePluginThatLetsGoIsAskedAgain() throws Exception {
        ScanHandlers.Scan<?> scan = scan("slow", this::hang);
        assertThatThrownBy(() -> scan.observe(server(1))).hasMessageContaining("slow did not end on the manager");

        release.countDown();

        while (true) { // until its thread is back
            try {
                assertThat(scan.observe(server(1))).isEqualTo(Observation.NOTHING);
                return;
            } catch (ScanHandlers.HandlerFailedException e) {
                assertThat(e).hasMessageContaining("slow still hangs on the manager");
                Thread.onSpinWait();
            }
        }
    }

    /** Not even an interrupt ends it. */
    private Observation hang() {
        asked.incrementAndGet();
        while (true) {
            try {
                release.await();
                return Observation.NOTHING;
            } catch (InterruptedException e) {
                // goes on
            }
        }
    }

    private ScanHandlers.Scan<?> scan(String name, Supplier<Observation> observation) throws Exception {
        handlers.add(name, new DeviceDataHandler<Nothing>() {
            @Override
            public Class<Nothing> scanType() {
                return Nothing.class;
            }

            @Override
            public Observation observe(Server server, Nothing scan) {
                return observation.get();
            }
        });
        return Objects.requireNonNull(handlers.find(name)).read(JsonNodeFactory.instance.objectNode());
    }

    private static Server server(long number) {
        return new Server(number, "s" + number + ".example.com", "s" + number, Instant.EPOCH);
    }
}
