package org.chroma.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class SimulatorCommandTest {
    @Test
    void columnsStandApart() throws Exception {
        String table = SimulatorCommand.table(new ObjectMapper().readTree("""
                [{"name": "oss1", "address": "root@127.0.0.1:1", "powered": true, "network": false,
                  "targets": ["two-OST0000", "two-OST0001"], "waiting": true},
                 {"name": "oss2", "address": "root@127.0.0.2:1", "powered": false, "network": true,
                  "targets": ["two-OST0002"], "faults": ["mkfs.lustre"]}]
                """));
        assertThat(table.lines())
                .containsExactly(
                        "oss1     root@127.0.0.1:1           on   no network two-OST0000 two-OST0001 (not added yet)",
                        "oss2     root@127.0.0.2:1           off             two-OST0002 mkfs.lustre");
    }
}
