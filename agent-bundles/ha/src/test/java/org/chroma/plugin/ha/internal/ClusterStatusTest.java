package org.chroma.plugin.ha.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterStatusTest {
    @Test
    void readsWhatCrmMonSays() throws Exception {
        assertThat(status("crm_mon_empty_xml").resources()).isEmpty();
        assertThat(status("crm_mon_started_xml").resource("testfs-OST0003"))
                .contains(resource("Started", List.of("oss1")));
        assertThat(status("crm_mon_moved_xml").resource("testfs-OST0003"))
                .contains(resource("Started", List.of("oss2")));
        assertThat(status("crm_mon_stopped2_xml").resource("testfs-OST0003"))
                .contains(resource("Stopped", List.of()))
                .hasValueSatisfying(resource -> assertThat(resource.stopped()).isTrue());
    }

    @Test
    void tellsChromasTargetsFromOtherResources() throws Exception {
        assertThat(status("crm_mon_started_xml").resources().values()).noneMatch(ClusterStatus.Resource::isTarget);
        for (String agent : List.of("ocf:chroma:Target", "ocf::chroma:Target")) {
            assertThat(new ClusterStatus.Resource("x", agent, "Started", false, List.of()).isTarget())
                    .isTrue();
        }
    }

    @Test
    void refusesXmlThatReachesOutside() {
        assertThatThrownBy(
                        () -> ClusterStatus.parse(
                                "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><resource id=\"&e;\" role=\"Started\"/>"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot parse Pacemaker's answer");
        assertThatThrownBy(() -> ClusterStatus.parse("Error: cluster is not available"))
                .isInstanceOf(IOException.class);
    }

    private static ClusterStatus.Resource resource(String role, List<String> nodes) {
        return new ClusterStatus.Resource("testfs-OST0003", "ocf:lustre:Lustre", role, false, nodes);
    }

    private static ClusterStatus status(String name) throws IOException {
        return ClusterStatus.parse(Files.readString(Path.of("src/test/resources/pacemaker-2.1", name + ".out")));
    }
}
