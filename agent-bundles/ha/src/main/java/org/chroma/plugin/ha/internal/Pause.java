package org.chroma.plugin.ha.internal;

import java.time.Duration;

/** Waiting between two looks; a test does not wait. */
@FunctionalInterface
interface Pause {
    Pause REAL = duration -> Thread.sleep(duration.toMillis());

    void take(Duration duration) throws InterruptedException;
}
