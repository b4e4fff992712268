package org.chroma.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.chroma.core.Changes;
import org.chroma.core.Cluster;
import org.chroma.model.Filesystem;
import org.chroma.model.FilesystemState;
import org.chroma.model.Host;
import org.chroma.model.HostState;
import org.chroma.model.Target;
import org.chroma.model.TargetKind;
import org.chroma.model.TargetState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ObjectLabelsTest {
    private static final Cluster CLUSTER = Cluster.EMPTY.with(new Changes(
            List.of(new Host(
                    Host.KIND.id(3),
                    HostState.LNET_UP,
                    Instant.EPOCH,
                    false,
                    "10.0.0.3",
                    "oss1.cluster",
                    "oss1",
                    Instant.EPOCH,
                    Instant.EPOCH)),
            List.of(),
            List.of(),
            List.of(),
            List.of(
                    target(6, TargetKind.MGT, "MGS"),
                    target(7, TargetKind.OST, "lfs-OST0000"),
                    target(8, TargetKind.MDT, null)),
            List.of(new Filesystem(
                    Filesystem.KIND.id(1),
                    FilesystemState.AVAILABLE,
                    Instant.EPOCH,
                    false,
                    "lfs",
                    Target.KIND.id(6),
                    1,
                    1)),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of()));

    private static Target target(int id, TargetKind kind, @Nullable String name) {
        return new Target(
                Target.KIND.id(id),
                TargetState.MOUNTED,
                Instant.EPOCH,
                false,
                kind,
                name,
                "uuid" + id,
                "label" + id,
                0,
                kind == TargetKind.MGT ? null : Filesystem.KIND.id(1),
                id,
                Target.Format.DEFAULT,
                List.of(new Target.Mount(Host.KIND.id(3), id, "/dev/x", "/mnt/x", true)),
                Host.KIND.id(3),
                Map.of(),
                0,
                0);
    }

    @Test
    void objectsAreCalledAsPeopleCallThem() {
        assertThat(ObjectLabels.of(CLUSTER, "host/3")).isEqualTo(Map.of("entity", "host/3", "host", "oss1.cluster"));
        assertThat(ObjectLabels.of(CLUSTER, "target/7"))
                .isEqualTo(
                        Map.of("entity", "target/7", "component", "ost", "target", "lfs-OST0000", "filesystem", "lfs"));
        assertThat(ObjectLabels.of(CLUSTER, "target/6"))
                .isEqualTo(Map.of("entity", "target/6", "component", "mgs", "target", "MGS"));
    }

    @Test
    void aTargetThatIsNotRegisteredYetHasTheNameThatItIsGoingToHave() {
        assertThat(ObjectLabels.of(CLUSTER, "target/8")).containsEntry("target", "lfs-MDT0008");
    }

    @Test
    void aJobHasTheLabelsOfItsTarget() {
        assertThat(ObjectLabels.of(CLUSTER, "target/7/job/cp /a/job/b.500"))
                .isEqualTo(Map.of(
                        "entity",
                        "target/7/job/cp /a/job/b.500",
                        "component",
                        "ost",
                        "target",
                        "lfs-OST0000",
                        "filesystem",
                        "lfs",
                        "jobid",
                        "cp /a/job/b.500"));
    }

    @Test
    void whatIsGoneOrUnknownHasItsKey() {
        for (String key : List.of("target/99", "host/4", "resource/1", "target/", "target/x", "7", "/job/")) {
            assertThat(ObjectLabels.of(CLUSTER, key)).isEqualTo(Map.of("entity", key));
        }
        assertThat(ObjectLabels.of(CLUSTER, "target/99/job/dd.0"))
                .isEqualTo(Map.of("entity", "target/99/job/dd.0", "jobid", "dd.0"));
    }

    @Test
    void everyLabelIsReserved() {
        for (String key : List.of("host/3", "target/6", "target/7/job/dd.0", "target/8")) {
            assertThat(ObjectLabels.NAMES)
                    .containsAll(ObjectLabels.of(CLUSTER, key).keySet());
        }
    }
}
