package org.chroma.core.internal.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.chroma.core.InvalidRequestException;
import org.chroma.core.Preview;
import org.chroma.core.StateManager.Created;
import org.chroma.core.StateManager.FilesystemRequest;
import org.chroma.core.StateManager.MgtChoice;
import org.chroma.core.StateManager.NewTarget;
import org.chroma.core.StateManager.NodeChoice;
import org.chroma.core.StateManager.TargetRequest;
import org.chroma.core.testing.TestManager;
import org.chroma.model.Filesystem;
import org.chroma.model.Volume;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is wrong with a request is said field by field, in the shape of the request, and nothing is made. */
class CreationTest {
    private final TestManager manager = new TestManager();

    @BeforeEach
    void addServers() {
        manager.addServers(2, 6);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void missingPartsAreNamedAlone() {
        assertThat(errors(new FilesystemRequest(null, null, null, List.of(), null)))
                .isEqualTo(Map.of(
                        "name", List.of("This field is mandatory"),
                        "mgt", List.of("This field is mandatory"),
                        "mdts", List.of("This field is mandatory"),
                        "osts", List.of("A filesystem needs at least one OST")));
    }

    @Test
    void everyFaultIsReportedAtItsPlace() {
        NewTarget badMdt = new NewTarget(99L, Map.of("osc.active", "1"), null, null, null, null);
        NewTarget badOst =
                new NewTarget(manager.volume(3).id(), Map.of("osc.max_dirty_mb", "9999"), 4096L, 1024L, 0L, null);
        Map<String, @Nullable String> params = new HashMap<>(Map.of("nonsense", "1"));
        params.put("sys.timeout", " 5");

        assertThat(errors(new FilesystemRequest(
                        "far too long",
                        new MgtChoice(null, manager.volume(1).id(), null),
                        List.of(badMdt),
                        List.of(badOst, manager.on(3), manager.on(4)),
                        params)))
                .isEqualTo(Map.of(
                        "name",
                        List.of("Must have 1 to 8 characters"),
                        "conf_params",
                        Map.of(
                                "nonsense",
                                List.of("There is no such parameter"),
                                "sys.timeout",
                                List.of("The value must not begin or end with a blank")),
                        "mgt",
                        Map.of(),
                        "mdts",
                        List.of(Map.of(
                                "volume_id",
                                List.of("There is no volume 99"),
                                "conf_params",
                                Map.of("osc.active", List.of("It is set on OSTs")))),
                        "osts",
                        List.of(
                                Map.of(
                                        "inode_count",
                                        List.of("Must be a whole number from 1 to 9223372036854775807"),
                                        "conf_params",
                                        Map.of("osc.max_dirty_mb", List.of("Must be between 0 and 512"))),
                                Map.of("volume_id", List.of("Volume disk03 is given twice")),
                                Map.of())));
        assertThat(manager.view().cluster().filesystems()).isEmpty();
        assertThat(manager.view().cluster().targets()).isEmpty();
    }

    @Test
    void anMgtIsChosenOneWay() {
        assertThat(mgtErrors(new MgtChoice(1L, manager.volume(1).id(), null))).containsKey("id");
        assertThat(mgtErrors(new MgtChoice(null, null, null))).containsKey("volume_id");
        assertThat(mgtErrors(new MgtChoice(7L, null, null))).containsEntry("id", List.of("There is no MGT 7"));
    }

    @Test
    void aServerRunsOneMgsAndAnMgtHasANameOnce() {
        manager.await(manager.state()
                .createFilesystem(good("one", 1, 2, 3), "")
                .command()
                .orElseThrow());
        long mgt =
                manager.view().cluster().filesystems().iterator().next().mgt().number();

        assertThat(mgtErrors(new MgtChoice(null, manager.volume(4).id(), null)).toString())
                .contains("already has an MGT");
        assertThat(errors(new FilesystemRequest(
                                "one",
                                new MgtChoice(mgt, null, null),
                                List.of(manager.on(4)),
                                List.of(manager.on(5)),
                                null))
                        .get("mgt"))
                .isEqualTo(Map.of("name", List.of("The MGT already has a filesystem of this name")));
        assertThat(errors(new FilesystemRequest(
                                "two",
                                new MgtChoice(mgt, null, null),
                                List.of(manager.on(2)),
                                List.of(manager.on(5)),
                                null))
                        .get("mdts"))
                .isEqualTo(List.of(Map.of("volume_id", List.of("Volume disk02 is in use"))));
        manager.await(manager.state()
                .createFilesystem(
                        new FilesystemRequest(
                                "two",
                                new MgtChoice(mgt, null, null),
                                List.of(manager.on(4)),
                                List.of(manager.on(5)),
                                null),
                        "")
                .command()
                .orElseThrow());
        assertThat(manager.view().cluster().filesystems())
                .extracting(filesystem -> filesystem.state().name())
                .containsExactly("AVAILABLE", "AVAILABLE");
    }

    @Test
    void formatNumbersMustFit() {
        long volume = manager.volume(3).id();
        assertThat(ostErrors(new NewTarget(volume, null, 512L, 512L, null, null)))
                .containsKey("inode_size");
        assertThat(ostErrors(new NewTarget(volume, null, null, 4096L, 10L, null)))
                .containsKey("inode_count");
        assertThat(ostErrors(new NewTarget(volume, null, null, null, 1L << 50, null))
                        .toString())
                .contains("do not fit on volume disk03");
        assertThat(ostErrors(new NewTarget(volume, null, -1L, null, null, null)))
                .containsKey("inode_size");
    }

    @Test
    void aPreviewMakesNothing() {
        Preview preview = manager.state().previewFilesystem(good("lfs", 1, 2, 3));

        assertThat(preview.message()).isEqualTo("Creating filesystem lfs");
        assertThat(preview.jobs()).hasSize(13);
        assertThat(preview.jobs().get(12).description()).isEqualTo("Start filesystem lfs");
        assertThat(preview.jobs().get(12).dependsOn()).contains(11);
        assertThat(preview.jobs().get(0).steps()).isNotEmpty();
        assertThat(manager.view().cluster().targets()).isEmpty();
        assertThat(manager.view().cluster().filesystems()).isEmpty();
        Created created = manager.state().createFilesystem(good("lfs", 1, 2, 3), "");
        assertThat(created.object()).as("no number is used up").isEqualTo(Filesystem.KIND.id(1));
        manager.await(created.command().orElseThrow());
    }

    @Test
    void targetsAreAddedToWhatIsThere() {
        assertThat(targetErrors(new TargetRequest(null, null, null))).containsOnlyKeys("kind");
        assertThat(targetErrors(new TargetRequest("CPU", null, null))).containsOnlyKeys("kind");
        assertThat(targetErrors(new TargetRequest("OST", null, null))).containsOnlyKeys("filesystem_id", "volume_id");
        assertThat(targetErrors(new TargetRequest("MGT", 1L, manager.on(1)))).containsOnlyKeys("filesystem_id");
        assertThat(targetErrors(new TargetRequest("MDT", 5L, manager.on(1))))
                .isEqualTo(Map.of("filesystem_id", List.of("There is no filesystem 5")));
    }

    @Test
    void volumesAreBalancedAndEdited() {
        assertThat(manager.view().cluster().volumes())
                .extracting(volume -> volume.primaryNode().orElseThrow().host().number())
                .containsExactly(1L, 2L, 1L, 2L, 1L, 2L);
        Volume volume = manager.volume(1);
        long primary = volume.primaryNode().orElseThrow().id();
        long failover = volume.failoverNodes().get(0).id();

        manager.state().editVolume(volume.id(), List.of(new NodeChoice(failover, true, true)), "admin");

        assertThat(manager.volume(1).primaryNode().orElseThrow().id()).isEqualTo(failover);
        assertThat(manager.volume(1).failoverNodes()).isEmpty();
        var twice = catchThrowableOfType(
                InvalidRequestException.class,
                () -> manager.state()
                        .editVolume(
                                volume.id(),
                                List.of(new NodeChoice(failover, true, true), new NodeChoice(primary, true, true)),
                                ""));
        assertThat(twice.errors()).isEqualTo(Map.of("nodes", List.of("Only one node can be primary")));
    }

    private FilesystemRequest good(String name, int mgt, int mdt, int ost) {
        return new FilesystemRequest(
                name,
                new MgtChoice(null, manager.volume(mgt).id(), null),
                List.of(manager.on(mdt)),
                List.of(manager.on(ost)),
                null);
    }

    private Map<String, ?> errors(FilesystemRequest request) {
        return catchThrowableOfType(
                        InvalidRequestException.class, () -> manager.state().createFilesystem(request, ""))
                .errors();
    }

    private Map<String, Object> targetErrors(TargetRequest request) {
        return typed(catchThrowableOfType(
                        InvalidRequestException.class, () -> manager.state().addTarget(request, ""))
                .errors());
    }

    private static Map<String, Object> typed(@Nullable Object map) {
        Map<String, Object> typed = new HashMap<>();
        ((Map<?, ?>) Objects.requireNonNull(map)).forEach((key, value) -> typed.put((String) key, value));
        return typed;
    }

    private Map<String, Object> mgtErrors(MgtChoice choice) {
        return typed(errors(new FilesystemRequest("new", choice, List.of(manager.on(5)), List.of(manager.on(6)), null))
                .get("mgt"));
    }

    private Map<String, Object> ostErrors(NewTarget target) {
        List<?> osts = (List<?>) errors(new FilesystemRequest(
                        "lfs",
                        new MgtChoice(null, manager.volume(1).id(), null),
                        List.of(manager.on(2)),
                        List.of(target),
                        null))
                .get("osts");
        return typed(Objects.requireNonNull(osts).get(0));
    }
}
