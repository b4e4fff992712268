package org.chroma.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.chroma.core.Alert;
import org.chroma.core.Command;
import org.chroma.core.Command.Outcome;
import org.chroma.model.Host;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentsTest {

    @ParameterizedTest
    @CsvSource({
        "false, false, false, UNFINISHED",
        "true, false, false, SUCCEEDED",
        "true, true, false, FAILED",
        "true, false, true, CANCELLED"
    })
    void aCommandThatWasStoredWithThreeBooleansIsReadable(
            boolean complete, boolean errored, boolean cancelled, Outcome outcome) {
        String old = """
                {"id":7,"message":"Start target lfs-OST0003","user":"admin","jobs":[11,12],"complete":%s,"errored":%s,\
                "cancelled":%s,"createdAt":"2026-03-04T05:06:07.123456789Z"}""".formatted(complete, errored, cancelled);
        Command command = Documents.read(old, Command.class);
        assertThat(command)
                .isEqualTo(new Command(7, "Start target lfs-OST0003", "admin", List.of(11L, 12L), outcome, Records.T0));
        assertThat(Documents.read(Documents.write(command), Command.class)).isEqualTo(command);
    }

    @Test
    void anAlertIsStoredInTheSameWordsAsEver() {
        String stored = """
                {"id":3,"type":"HostContactAlert","subject":"host/1","resource":null,"severity":"WARNING",\
                "message":"Lost","begin":"2026-03-04T05:06:07.123456789Z","end":"2026-03-04T05:06:07.123456789Z",\
                "active":true,"dismissed":false}""";
        assertThat(Documents.read(stored, Alert.class)).isEqualTo(Records.alert(3, true));
        assertThat(Documents.write(Records.alert(3, true))).isEqualTo(stored);
    }

    @Test
    void whatFollowsFromAnObjectIsNotStored() {
        assertThat(Documents.write(Host.added(Host.KIND.id(1), "oss1", Records.T0)))
                .isEqualTo("""
                        {"id":"host/1","state":"UNCONFIGURED","stateModifiedAt":"2026-03-04T05:06:07.123456789Z",\
                        "immutableState":false,"address":"oss1","fqdn":null,"nodename":null,"lastContact":null,\
                        "bootTime":null}""");
    }
}
