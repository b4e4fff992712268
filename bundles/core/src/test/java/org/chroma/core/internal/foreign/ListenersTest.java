package org.chroma.core.internal.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.chroma.core.ChangeListener;
import org.chroma.core.ClusterView.PluginStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ListenersTest {
    private final Listeners listeners = new Listeners(InstantSource.system());
    private final BlockingQueue<Set<String>> heard = new LinkedBlockingQueue<>();
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void close() {
        release.countDown();
        listeners.close();
    }

    @Test
    void oneThatThrowsAnErrorHearsTheNextChangeAndIsNamed() throws Exception {
        listeners.add(keys -> {
            heard.add(keys);
            throw new NoClassDefFoundError("com/example/Lib");
        });

        listeners.tell(Set.of("host/1"));
        assertThat(next()).containsExactly("host/1");
        listeners.tell(Set.of("host/2"));
        assertThat(next()).containsExactly("host/2");

        while (problems().noneMatch(problem -> problem.contains("com/example/Lib"))) {
            Thread.onSpinWait();
        }
    }

    @Test
    void oneThatHangsHoldsUpNobodyAndHearsAllOfItOnceItLetsGo() throws Exception {
        BlockingQueue<Set<String>> late = new LinkedBlockingQueue<>();
        CountDownLatch hangs = new CountDownLatch(1);
        listeners.add(keys -> {
            hangs.countDown();
            while (release.getCount() > 0) {
                Thread.onSpinWait();
            }
            late.add(keys);
        });
        listeners.add(heard::add);

        listeners.tell(Set.of("host/1"));
        assertThat(next()).containsExactly("host/1");
        hangs.await();
        listeners.tell(Set.of("host/2"));
        assertThat(next()).containsExactly("host/2");
        listeners.tell(Set.of("host/3"));
        assertThat(next()).containsExactly("host/3");
        release.countDown();

        assertThat(late.take()).containsExactly("host/1");
        assertThat(late.take()).as("many changes at once").containsExactlyInAnyOrder("host/2", "host/3");
    }

    @Test
    void oneThatLeftHearsNothingAnyMore() throws Exception {
        ChangeListener leaver = keys -> heard.add(Set.of("leaver"));
        listeners.add(leaver);
        listeners.remove(leaver);
        listeners.add(heard::add);

        listeners.tell(Set.of("host/1"));

        assertThat(next()).containsExactly("host/1");
        assertThat(List.copyOf(heard)).isEmpty();
    }

    private Stream<String> problems() {
        return listeners.failing().stream().map(PluginStatus::problem);
    }

    private @Nullable Set<String> next() throws InterruptedException {
        return heard.poll(20, TimeUnit.SECONDS);
    }
}
