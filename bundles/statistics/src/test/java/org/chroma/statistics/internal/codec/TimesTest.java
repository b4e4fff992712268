package org.chroma.statistics.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TimesTest {
    private static final long BEGIN = 1_600_000_000_000L;

    private static int check(long... times) {
        ByteWriter out = new ByteWriter(16);
        out.u8(77); // they need not begin where the bytes begin
        Times.write(out, BEGIN, times, times.length);
        ByteReader in = new ByteReader(out.toBytes(), 1, out.length);
        assertThat(Times.read(in, BEGIN, times.length)).isEqualTo(times);
        assertThat(in.atEnd()).isTrue();
        return out.length - 1;
    }

    @Test
    void steadyTimesTakeNextToNothing() {
        long[] times = new long[360];
        for (int i = 0; i < times.length; i++) {
            times[i] = BEGIN + (i + 1) * 10_000L;
        }
        assertThat(check(times)).isLessThan(100);
    }

    @Test
    void anyTimesComeBack() {
        check();
        check(BEGIN + 1);
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            long[] times = new long[random.nextInt(400)];
            long time = BEGIN;
            for (int i = 0; i < times.length; i++) {
                time += 1 + (random.nextInt(10) == 0 ? random.nextInt(Integer.MAX_VALUE) : random.nextInt(20_000));
                times[i] = time;
            }
            check(times);
        }
    }
}
