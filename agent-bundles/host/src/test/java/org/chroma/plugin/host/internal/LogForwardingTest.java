package org.chroma.plugin.host.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.chroma.model.action.ConfigureLogForwarding;
import org.chroma.model.action.UnconfigureLogForwarding;
import org.chroma.testing.RecordedContext;
import org.chroma.testing.RecordedMachine;
import org.junit.jupiter.api.Test;

class LogForwardingTest {
    private static final String FILE = "/etc/rsyslog.d/chroma.conf";

    private final RecordedMachine machine =
            new RecordedMachine("oss1").file("/etc/rsyslog.conf", "").answer("systemctl restart rsyslog", "");
    private final RecordedContext context = new RecordedContext(machine);

    @Test
    void forwardsInAFileOfItsOwn() throws Exception {
        new ConfigureLogForwardingPlugin().run(new ConfigureLogForwarding("manager.lab", 1514), context);
        new ConfigureLogForwardingPlugin().run(new ConfigureLogForwarding("manager.lab", 1514), context);

        assertThat(machine.read(FILE))
                .contains("target=\"manager.lab\" port=\"1514\" protocol=\"tcp\"")
                .contains("preserveFQDN=\"on\"");
        assertThat(machine.commands()).containsExactly("systemctl restart rsyslog");
    }

    @Test
    void endsForwarding() throws Exception {
        new ConfigureLogForwardingPlugin().run(new ConfigureLogForwarding("manager.lab", 514), context);
        new UnconfigureLogForwardingPlugin().run(new UnconfigureLogForwarding(), context);
        new UnconfigureLogForwardingPlugin().run(new UnconfigureLogForwarding(), context);

        assertThat(machine.exists(FILE)).isFalse();
        assertThat(machine.commands()).hasSize(2);
    }

    @Test
    void refusesWhatItCannotDo() {
        assertThatThrownBy(() -> new ConfigureLogForwardingPlugin()
                        .run(new ConfigureLogForwarding("a\" port=\"1", 514), context))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () -> new ConfigureLogForwardingPlugin().run(new ConfigureLogForwarding("a", 65536), context))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ConfigureLogForwardingPlugin()
                        .run(new ConfigureLogForwarding("a", 514), new RecordedContext(new RecordedMachine("oss9"))))
                .hasMessage("rsyslog is not installed on oss9");
        assertThat(machine.commands()).isEmpty();
    }
}
