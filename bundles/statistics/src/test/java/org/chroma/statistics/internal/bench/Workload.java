package org.chroma.statistics.internal.bench;

import java.util.ArrayList;
import java.util.List;
import org.chroma.statistics.Series;

/**
 * A deterministic workload of servers' counters: thirty series per entity, one sample in ten seconds, two thirds of the
 * increments zero. Twenty-two series count operations, eight count bytes in whole pages; activity comes in stretches of
 * minutes.
 */
final class Workload {
    static final long T0 = 1_600_000_000L;
    static final int SERIES = 30;
    private static final int OPERATIONS = 22;

    private final int entities;
    private final long[] counters;
    private int step = -1;

    Workload(int entities) {
        this.entities = entities;
        counters = new long[entities * SERIES];
        for (int e = 0; e < entities; e++) {
            for (int s = 0; s < SERIES; s++) {
                long start = (mix(0x5555 ^ key(e, s)) >>> 1) % 1_000_000_000L;
                counters[e * SERIES + s] = s < OPERATIONS ? start : start * 4096;
            }
        }
    }

    static List<Series> series() {
        List<Series> all = new ArrayList<>();
        for (int s = 0; s < SERIES; s++) {
            all.add(Series.derive("s" + s).minimum(0));
        }
        return all;
    }

    static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    private static long key(long e, long s) {
        return e << 40 ^ s << 32;
    }

    /** Moves all counters on by one step and returns its number, 0 first. */
    int next() {
        return next(entities);
    }

    /** Moves only the counters of the first so many entities on; the others stand still. */
    int next(int some) {
        int t = ++step;
        for (int e = 0; e < some; e++) {
            if ((mix(0x1111 ^ (long) e << 32 ^ t / 60) >>> 1) % 100 < 40) {
                continue;
            }
            for (int s = 0; s < SERIES; s++) {
                long k = key(e, s);
                long state = (mix(0x2222 ^ k ^ t / 30) >>> 1) % 100;
                if (state < 45) {
                    continue;
                }
                long base = 1L << (mix(0x3333 ^ k) >>> 1) % 9;
                long j = mix(0x4444 ^ k ^ t);
                long n = state < 85 ? base + (j >>> 1) % (base / 4 + 1) : 10 * base + (j >>> 1) % (20 * base);
                counters[e * SERIES + s] += s < OPERATIONS ? n : n * 4096 * (1 + (j >>> 40) % 256);
            }
        }
        return t;
    }

    void copy(int entity, long[] into) {
        System.arraycopy(counters, entity * SERIES, into, 0, SERIES);
    }

    long sum() {
        long sum = 0;
        for (long counter : counters) {
            sum += counter;
        }
        return sum;
    }

    /** Milliseconds of an entity's sample; with jitter up to 15 ms late. */
    static long time(int entity, int step, boolean jitter) {
        long time = (T0 + 10L * step) * 1000;
        return jitter ? time + (mix(0x6666 ^ (long) entity << 32 ^ step) >>> 1) % 16 : time;
    }
}
