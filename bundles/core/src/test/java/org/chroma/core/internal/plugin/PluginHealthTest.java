package org.chroma.core.internal.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.chroma.core.Alert;
import org.chroma.core.ClusterView.PluginStatus;
import org.chroma.core.StateManager.Wanted;
import org.chroma.core.testing.FakeAgents;
import org.chroma.core.testing.InMemoryDataStore;
import org.chroma.core.testing.MovableClock;
import org.chroma.core.testing.TestManager;
import org.chroma.model.Host;
import org.chroma.spi.Condition;
import org.chroma.spi.Observation;
import org.chroma.spi.StorageResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plugins that come, fail and go. */
class PluginHealthTest {
    private static final PluginStatus LOCATOR = new PluginStatus("locator", "device", "org.example.locator", "");
    private static final PluginStatus LINUX = new PluginStatus("linux", "device", "org.chroma.plugin.linux", "");

    private final MovableClock clock = new MovableClock();
    private final TestManager manager = new TestManager(new InMemoryDataStore(), new FakeAgents(), clock);
    private final PluginHealth health = manager.engine().plugins();
    private final List<PluginStatus> idle = new ArrayList<>();

    @BeforeEach
    void start() {
        manager.addServers(2, 2);
        health.watch(() -> List.copyOf(idle));
        health.came("linux", LINUX);
        health.came("locator", LOCATOR);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void whatAPluginReportedGoesWithIt() {
        observe();
        int disks = manager.view().cluster().volumes().size();
        assertThat(reportedBy("locator")).isEqualTo(1);

        health.went("locator");
        forget();
        clock.advance(Duration.ofSeconds(29));
        forget();
        assertThat(reportedBy("locator")).as("it may be replaced just now").isEqualTo(1);
        String light = manager.view().resources().values().stream()
                .filter(resource -> resource.plugin().equals("locator"))
                .map(resource -> "storage_resource/" + resource.id())
                .findFirst()
                .orElseThrow();
        CompletableFuture<Void> told = new CompletableFuture<>();
        manager.engine().addListener(keys -> {
            if (keys.contains(light)) {
                told.complete(null);
            }
        });
        clock.advance(Duration.ofSeconds(2));
        forget();

        assertThat(reportedBy("locator")).isZero();
        assertThat(told).as("who looks at it is told").succeedsWithin(Duration.ofSeconds(10));
        assertThat(manager.view().alerts()).filteredOn(Alert::active).isEmpty();
        assertThat(manager.view().cluster().volumes()).hasSize(disks).isNotEmpty();
        assertThat(manager.view().plugins()).containsExactly(LINUX);
    }

    @Test
    void aPluginThatIsReplacedLosesNothing() {
        observe();

        health.went("locator");
        forget();
        clock.advance(Duration.ofSeconds(29));
        health.came("locator", LOCATOR);
        forget();
        health.went("locator");
        clock.advance(Duration.ofSeconds(29));
        forget();

        assertThat(reportedBy("locator")).isEqualTo(1);
    }

    @Test
    void theFailureOfAPluginStandsAtIt() {
        report(Map.of("locator", "the light is out"));
        assertThat(manager.view().plugins())
                .containsExactly(
                        LINUX,
                        new PluginStatus(
                                "locator", "device", "org.example.locator", "s1.example.com: the light is out"));

        report(Map.of());
        assertThat(manager.view().plugins())
                .as("it may still be looking")
                .hasSize(2)
                .anyMatch(plugin -> !plugin.problem().isEmpty());
        observe();
        assertThat(manager.view().plugins()).containsExactly(LINUX, LOCATOR);
    }

    @Test
    void aServerThatTellsTooMuchIsBelievedInPart() {
        Map<String, String> invented = new HashMap<>();
        for (int i = 0; i < 5_000; i++) {
            invented.put("a" + i, "no");
        }
        invented.put("locator", "x".repeat(7_000_000));
        invented.put("b".repeat(100_000), "no");
        report(invented);

        List<PluginStatus> plugins = manager.view().plugins();
        assertThat(plugins).hasSizeLessThan(110);
        assertThat(plugins)
                .as("what is known here comes first, and is cut")
                .filteredOn(plugin -> plugin.name().equals("locator"))
                .singleElement()
                .satisfies(plugin -> assertThat(plugin.problem())
                        .startsWith("s1.example.com: xxx")
                        .endsWith("…")
                        .hasSizeLessThan(2_100));
        assertThat(plugins).allMatch(plugin -> plugin.name().length() <= 201);

        report(Map.of());
        assertThat(manager.view().plugins()).as("what was invented goes again").hasSize(2);
    }

    @Test
    void aBundleThatDoesNotRunIsNamedOnceAndForAsLongAsThatLasts() {
        idle.add(new PluginStatus("org.example.broken", "bundle", "org.example.broken", "nothing provides x"));
        report(Map.of("org.example.broken", "not resolved"));
        assertThat(manager.view().plugins())
                .contains(new PluginStatus(
                        "org.example.broken",
                        "bundle",
                        "org.example.broken",
                        "nothing provides x; s1.example.com: not resolved"));

        idle.clear();
        report(Map.of());
        assertThat(manager.view().plugins()).containsExactly(LINUX, LOCATOR);
    }

    @Test
    void whatAServerToldGoesWithIt() {
        report(Map.of("locator", "the light is out"));
        forget();
        assertThat(manager.view().plugins())
                .anyMatch(plugin -> !plugin.problem().isEmpty());

        manager.await(manager.state()
                .setStates(List.of(new Wanted(Host.KIND.id(1), "removed")), "")
                .orElseThrow());
        forget();

        assertThat(manager.view().plugins()).containsExactly(LINUX, LOCATOR);
    }

    private void observe() {
        StorageResource light = new StorageResource(
                "Light",
                List.of("light"),
                StorageResource.Scope.SOURCE,
                StorageResource.Role.OTHER,
                "Light",
                Map.of("on", true),
                List.of());
        Condition on = new Condition("on", Condition.Severity.INFO, light.reference(), "The light is on");
        manager.reports()
                .accept(
                        1,
                        Instant.now(clock),
                        Map.of("locator", new Observation(List.of(light), List.of(), List.of(), List.of(on))),
                        Map.of());
    }

    private void report(Map<String, String> failures) {
        manager.reports().accept(1, Instant.now(clock), Map.of(), failures);
    }

    private void forget() {
        manager.engine().housekeeping().forgetGonePlugins();
        manager.awaitWritten();
    }

    private long reportedBy(String plugin) {
        return manager.view().resources().values().stream()
                .filter(resource -> resource.plugin().equals(plugin))
                .count();
    }
}
