package org.chroma.statistics.internal.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The sums on which independent generators of the workload agreed. */
class WorkloadTest {
    @Test
    void sums() {
        Workload workload = new Workload(1_000);
        long[] expected = {16703457558610559L, 16955784784149843L, 17209033345323345L};
        for (long sum : expected) {
            for (int i = 0; i < 500; i++) {
                workload.next();
            }
            assertThat(workload.sum()).isEqualTo(sum);
        }
    }
}
