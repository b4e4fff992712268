package org.chroma.core.internal.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.chroma.core.internal.object.ObjectStates;
import org.chroma.model.FilesystemState;
import org.chroma.model.HostState;
import org.chroma.model.TargetState;
import org.chroma.state.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is offered in each state, as verb and state. */
class OffersTest {
    private final Lustre lustre = new Lustre();

    private <S extends Enum<S>> String offers(ObjectId<S> id) {
        return Lustre.LIFECYCLES.offers(id, lustre.cluster()).stream()
                .map(offer -> offer.verb() + " → " + ObjectStates.name(offer.state()))
                .collect(Collectors.joining("; "));
    }

    @ParameterizedTest(name = "server {0}")
    @CsvSource(delimiter = '|', textBlock = """
            UNCONFIGURED  | Set up server → configured; Load LNet → lnet_down; Start LNet → lnet_up; Remove → removed
            CONFIGURED    | Load LNet → lnet_down; Start LNet → lnet_up; Remove → removed
            LNET_UNLOADED | Load LNet → lnet_down; Start LNet → lnet_up; Remove → removed
            LNET_DOWN     | Unload LNet → lnet_unloaded; Start LNet → lnet_up; Remove → removed
            LNET_UP       | Unload LNet → lnet_unloaded; Stop LNet → lnet_down; Remove → removed
            """)
    void server(HostState state, String offered) {
        assertThat(offers(lustre.host("oss1", state))).isEqualTo(offered);
    }

    @ParameterizedTest(name = "OST {0}")
    @CsvSource(delimiter = '|', textBlock = """
            UNFORMATTED | Format → formatted; Register → registered; Configure mount points → unmounted; Start → mounted; Remove → removed
            FORMATTED   | Register → registered; Configure mount points → unmounted; Start → mounted; Remove → removed
            REGISTERED  | Configure mount points → unmounted; Start → mounted; Remove → removed
            UNMOUNTED   | Start → mounted; Remove → removed
            MOUNTED     | Stop → unmounted; Remove → removed
            """)
    void ost(TargetState state, String offered) {
        var oss = lustre.host("oss1", HostState.LNET_UP);
        var lfs = lustre.filesystem("lfs", FilesystemState.AVAILABLE, lustre.mgt(TargetState.MOUNTED, oss));

        assertThat(offers(lustre.ost(lfs, state, oss))).isEqualTo(offered);
        assertThat(offers(lustre.mdt(lfs, state, oss)))
                .as("an MDT goes only with its filesystem")
                .isEqualTo(offered.replace("; Remove → removed", ""));
    }

    @Test
    void anMgtIsRemovedOnlyWithoutFilesystems() {
        var oss = lustre.host("oss1", HostState.LNET_UP);
        var mgt = lustre.mgt(TargetState.UNMOUNTED, oss);
        assertThat(offers(mgt)).isEqualTo("Start → mounted; Remove → removed");

        lustre.filesystem("lfs", FilesystemState.STOPPED, mgt);
        assertThat(offers(mgt)).isEqualTo("Start → mounted");
    }

    @ParameterizedTest(name = "filesystem {0} with an OST {1}")
    @CsvSource(delimiter = '|', textBlock = """
            UNAVAILABLE | MOUNTED   | Stop → stopped; Start → available; Remove → removed
            UNAVAILABLE | UNMOUNTED | Start → available; Remove → removed
            STOPPED     | UNMOUNTED | Start → available; Remove → removed
            AVAILABLE   | MOUNTED   | Stop → stopped; Remove → removed
            """)
    void filesystem(FilesystemState state, TargetState ost, String offered) {
        var oss = lustre.host("oss1", HostState.LNET_UP);
        var lfs = lustre.filesystem("lfs", state, lustre.mgt(TargetState.MOUNTED, oss));
        lustre.ost(lfs, ost, oss);
        assertThat(offers(lfs))
                .as("without an MDT it cannot be started")
                .isEqualTo(offered.replace("Start → available; ", ""));

        lustre.mdt(lfs, ost, oss);
        assertThat(offers(lfs)).isEqualTo(offered);
    }

    @Test
    void whatIsOnlyMonitoredIsForgottenOrRemoved() {
        lustre.immutable();
        var oss = lustre.host("oss1", HostState.LNET_UP);
        var mgt = lustre.mgt(TargetState.MOUNTED, oss);
        var lfs = lustre.filesystem("lfs", FilesystemState.AVAILABLE, mgt);
        var ost = lustre.ost(lfs, TargetState.MOUNTED, oss);

        assertThat(offers(oss)).isEqualTo("Remove → removed");
        assertThat(offers(lustre.host("oss2", HostState.UNCONFIGURED)))
                .isEqualTo("Set up server → configured; Remove → removed");
        assertThat(offers(mgt)).isEmpty();
        assertThat(offers(lfs)).isEqualTo("Remove → forgotten");
        assertThat(offers(ost)).isEmpty();
        assertThat(offers(lustre.mgt(TargetState.MOUNTED, oss))).isEqualTo("Remove → forgotten");
    }
}
