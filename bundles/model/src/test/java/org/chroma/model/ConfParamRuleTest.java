package org.chroma.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.chroma.model.ConfParamRule.Owner;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfParamRuleTest {

    @ParameterizedTest
    @CsvSource({
        "OST, osc.max_dirty_mb, 0, ",
        "OST, osc.max_dirty_mb, 512, ",
        "OST, osc.max_dirty_mb, 513, 'Must be between 0 and 512'",
        "OST, osc.max_dirty_mb, ten, 'A whole number is expected'",
        "OST, osc.max_dirty_mb, '', 'A whole number is expected'",
        "OST, osc.max_dirty_mb, ' 5', 'The value must not begin or end with a blank'",
        "MDT, osc.max_dirty_mb, 5, 'It is set on OSTs'",
        "OST, llite.statahead_max, 5, 'It is set on filesystems'",
        "OST, no.such, 5, 'There is no such parameter'",
        "MDT, lov.stripesize, 1.5M, ",
        "MDT, lov.stripesize, 4, ",
        "MDT, lov.stripesize, 0k, 'A size is expected, such as 1m or 512k'",
        "MDT, lov.stripesize, 4x, 'A size is expected, such as 1m or 512k'",
        "MDT, lov.qos_prio_free, 91%, ",
        "MDT, lov.qos_prio_free, 101, 'A percentage from 0 to 100 is expected'",
        "OST, ost.sync_on_lock_cancel, never, ",
        "OST, ost.sync_on_lock_cancel, often, 'Must be one of always, blocking, never'",
        "FILESYSTEM, sys.timeout, 99999999999999999999, 'A whole number is expected'",
        "FILESYSTEM, sys.timeout, -1, 'Must be at least 0'",
    })
    void saysWhatIsWrong(Owner owner, String key, String value, @Nullable String problem) {
        assertThat(ConfParamRule.problem(owner, key, value).orElse(null)).isEqualTo(problem);
    }

    @Test
    void knowsThirtySixParameters() {
        assertThat(ConfParamRule.all()).hasSize(36);
        assertThat(ConfParamRule.of(Owner.FILESYSTEM)).hasSize(11);
    }
}
