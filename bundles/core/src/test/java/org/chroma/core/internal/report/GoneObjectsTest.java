package org.chroma.core.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.chroma.core.StateManager.FilesystemRequest;
import org.chroma.core.StateManager.MgtChoice;
import org.chroma.core.StateManager.Wanted;
import org.chroma.core.port.SampleSink;
import org.chroma.core.testing.TestManager;
import org.chroma.model.Filesystem;
import org.chroma.model.Host;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of the statistics of what goes. */
class GoneObjectsTest {
    private final TestManager manager = new TestManager();
    private final GoneObjects gone = new GoneObjects(manager.view());
    private final RecordingSink sink = new RecordingSink();

    @BeforeEach
    void listen() {
        manager.engine().addStateListener(gone);
        manager.addServers(2, 3);
        manager.await(manager.state()
                .createFilesystem(
                        new FilesystemRequest(
                                "lfs",
                                new MgtChoice(null, manager.volume(1).id(), null),
                                List.of(manager.on(2)),
                                List.of(manager.on(3)),
                                null),
                        "")
                .command()
                .orElseThrow());
        manager.awaitIdle();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void statisticsGoWithTargetsAndServers() {
        gone.setSink(sink);
        assertThat(sink.kept).containsExactlyInAnyOrder("host/1", "host/2", "target/1", "target/2", "target/3");
        assertThat(sink.dropped).isEmpty();

        want(new Wanted(Filesystem.KIND.id(1), "removed"));
        manager.until("the series of the filesystem's targets are dropped", () -> sink.dropped.size() == 2);
        assertThat(sink.dropped).containsOnly("target/2", "target/3");

        want(new Wanted(Host.KIND.id(2), "removed"));
        manager.until("the series of the server are dropped", () -> sink.dropped.contains("host/2"));
        assertThat(sink.dropped).doesNotContain("host/1");
    }

    @Test
    void whatWentWhileThereWereNoStatisticsGoesWhenTheyCome() {
        want(new Wanted(Filesystem.KIND.id(1), "removed"));

        gone.setSink(sink);
        assertThat(sink.kept).containsExactlyInAnyOrder("host/1", "host/2", "target/1");
        gone.unsetSink(sink);
        want(new Wanted(Host.KIND.id(2), "removed"));
        assertThat(sink.dropped).isEmpty();
    }

    private void want(Wanted wanted) {
        manager.await(manager.state().setStates(List.of(wanted), "").orElseThrow());
        manager.awaitIdle();
    }

    private static final class RecordingSink implements SampleSink {
        final List<String> dropped = new CopyOnWriteArrayList<>();
        volatile Set<String> kept = Set.of();

        @Override
        public void write(List<Attributed> samples) {}

        @Override
        public void drop(String entity) {
            dropped.add(entity);
        }

        @Override
        public void keepOnly(Set<String> entities) {
            kept = entities;
        }
    }
}
