package org.chroma.itests;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits for conditions. */
final class Wait {
    private Wait() {}

    /** Until the condition holds; fails with its name when it does not in time. */
    static void until(String what, int seconds, BooleanSupplier condition) {
        until(what, seconds, () -> condition.getAsBoolean() ? Boolean.TRUE : null, () -> "");
    }

    /**
     * Until there is something.
     *
     * @param state told on failure
     */
    static <T> T until(String what, int seconds, Supplier<@Nullable T> source, Supplier<String> state) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (true) {
            T found = source.get();
            if (found != null) {
                return found;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Not within " + seconds + " s: " + what + " " + state.get());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }
}
