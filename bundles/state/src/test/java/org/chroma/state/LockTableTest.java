package org.chroma.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.chroma.state.Machines.Power;
import org.junit.jupiter.api.Test;

class LockTableTest {
    private final ObjectId<Power> supply = Machines.POWER.id(1);
    private final LockTable locks = new LockTable();

    @Test
    void readersWaitForTheWriterBeforeThemAndWritersForAllSince() {
        assertThat(locks.add(1, List.of(Lock.write(supply, Power.OFF, Power.ON))))
                .isEmpty();
        assertThat(locks.add(2, List.of(Lock.read(supply)))).containsExactly(1L);
        assertThat(locks.add(3, List.of(Lock.read(supply)))).containsExactly(1L);
        assertThat(locks.add(4, List.of(Lock.write(supply, Power.ON, Power.OFF))))
                .containsExactly(1L, 2L, 3L);
        assertThat(locks.add(5, List.of(Lock.read(supply)))).containsExactly(4L);
    }

    @Test
    void writersMustFitTogether() {
        assertThat(locks.add(1, List.of(Lock.write(supply, Power.OFF, Power.ON))))
                .isEmpty();

        assertThatThrownBy(() -> locks.add(2, List.of(Lock.write(supply, Power.OFF, Power.SCRAPPED))))
                .isInstanceOf(ContradictionException.class)
                .hasMessageContaining("expects power/1 in OFF, but job 1 leaves it in ON");
    }

    @Test
    void locksGoWithTheirJob() {
        assertThat(locks.add(1, List.of(Lock.read(supply)))).isEmpty();
        assertThat(locks.add(2, List.of(Lock.read(supply)))).isEmpty();

        assertThat(locks.remove(1)).isEmpty();
        assertThat(locks.isLocked(supply)).isTrue();
        assertThat(locks.isWriteLocked(supply)).isFalse();
        assertThat(locks.remove(2)).containsExactly(supply);
        assertThat(locks.isLocked(supply)).isFalse();
        assertThat(locks.remove(2)).isEmpty();
    }
}
