package org.chroma.statistics.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoopTest {
    @Test
    void whatAStepThrowsEndsNothing() throws InterruptedException {
        AtomicInteger steps = new AtomicInteger();
        Thread thread = Loop.thread("loop", () -> switch (steps.incrementAndGet()) {
            case 1 -> throw new NoClassDefFoundError("gone");
            case 2 -> throw new IllegalStateException("wrong");
            case 3 -> throw new IOException("away");
            case 4 -> true;
            default -> false;
        });
        thread.start();
        thread.join();
        assertThat(steps).hasValue(5);
    }

    @Test
    void anInterruptEndsIt() throws InterruptedException {
        Thread thread = Loop.thread("loop", () -> {
            throw new StackOverflowError();
        });
        thread.start();
        thread.interrupt();
        thread.join();
        assertThat(thread.isAlive()).isFalse();
    }
}
