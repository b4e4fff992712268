package org.chroma.statistics.internal.bench;

import java.lang.management.ManagementFactory;

/** Bytes of the heap that are in use after a full collection. */
final class HeapUse {
    private HeapUse() {}

    static long afterCollection() {
        ManagementFactory.getMemoryMXBean().gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
