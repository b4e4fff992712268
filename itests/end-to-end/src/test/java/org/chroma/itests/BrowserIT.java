package org.chroma.itests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SelectOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A filesystem's whole life as an administrator lives it in a browser; each test goes on where the last one ended. Its
 * pictures are those of the user guide.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BrowserIT {
    private Installation chroma;
    private Screen screen;
    private Page page;

    @BeforeAll
    void start() throws IOException {
        chroma = Installation.fresh(BrowserIT.class).demo();
        Path pictures = Path.of(System.getProperty("chroma.work")).resolveSibling("screenshots");
        Files.createDirectories(pictures);
        screen = new Screen(chroma.url(), pictures);
        page = screen.page();
    }

    @AfterAll
    void stop() {
        try {
            screen.close();
        } finally {
            chroma.close();
        }
    }

    @Test
    @Order(1)
    void onlyWhoKnowsThePasswordGetsIn() {
        page.navigate(chroma.url());
        screen.logIn("admin", "not-the-password");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("do not match");
        screen.logIn("admin", Installation.PASSWORD);
        assertThat(page.getByRole(AriaRole.NAVIGATION, new Page.GetByRoleOptions().setName("Main")))
                .isVisible();
    }

    @Test
    @Order(2)
    void theWaitingPairIsCheckedAndAdded() {
        List<String> addresses = waitingPair();
        screen.open("/servers");
        assertThat(page.locator("main tbody tr")).hasCount(4);
        screen.link("Add servers").click();
        page.getByLabel("Addresses").fill("nowhere.invalid " + String.join(" ", addresses));
        screen.button("Check 3 servers").click();
        Locator failed = page.locator(".result").filter(new Locator.FilterOptions().setHasText("nowhere.invalid"));
        screen.appears(failed.getByText("The name resolves: no."));
        Locator passed = page.locator(".result").getByText("passed", new Locator.GetByTextOptions().setExact(true));
        assertThat(passed).hasCount(2, new LocatorAssertions.HasCountOptions().setTimeout(60_000));
        screen.picture("add-servers");
        screen.button("Add 2 servers").click();
        assertThat(page.locator(".result").getByText("added", new Locator.GetByTextOptions().setExact(true)))
                .hasCount(2, new LocatorAssertions.HasCountOptions().setTimeout(60_000));
        screen.open("/servers");
        assertThat(page.locator("main tbody tr")).hasCount(6);
        assertThat(page.locator("main tbody .status.good"))
                .hasCount(6, new LocatorAssertions.HasCountOptions().setTimeout(180_000));
        screen.picture("servers");
    }

    @Test
    @Order(3)
    void primaryAndFailoverServersOfAVolumeAreSwapped() {
        screen.open("/volumes?show=free");
        Locator row = page.locator("main tbody tr")
                .filter(new Locator.FilterOptions().setHas(page.locator("select")))
                .first();
        Locator primary = row.locator("select").first();
        Locator failover = row.locator("select").last();
        String before = chosen(primary);
        String other = chosen(failover);
        assertThat(before).isNotEqualTo(other);
        primary.selectOption(new SelectOption().setLabel(other));
        assertThat(chosen(failover)).isEqualTo(before);
        screen.picture("volumes");
        screen.button("Apply 1 change").click();
        screen.appears(page.getByText("1 volume changed."));
        page.reload();
        screen.appears(row);
        assertThat(chosen(primary)).isEqualTo(other);
    }

    @Test
    @Order(4)
    void aFilesystemIsDesignedPreviewedAndCreated() {
        screen.open("/filesystems");
        screen.link("Create filesystem").first().click();
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("far-too-long");
        assertThat(page.locator("#error-name")).containsText("8 characters");
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("lfs");
        screen.button("Propose").click();
        leaveOneVolumeFree();
        screen.appears(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("The plan")));
        // So long a plan is folded by server: eight jobs make the MGT and an MDT of the first one serve.
        page.locator("plan-view section button").first().click();
        assertThat(page.locator("plan-view li")).hasCount(8);
        screen.picture("create-filesystem");
        // A plan is not a filesystem yet.
        assertThat(page.evaluate(
                        "fetch('/api/filesystem/').then(answer => answer.json()).then(list => list.meta.total_count)"))
                .isEqualTo(0);
        screen.button("Create lfs").click();
        screen.appears(page.locator(".job-list .running").first());
        screen.appears(page.locator("job-steps .step").first());
        screen.picture("command-running");
        screen.awaitState("succeeded");
        page.locator(".job-list a").first().click();
        screen.appears(page.locator("job-steps .console").first());
        screen.picture("command");
        screen.open("/filesystems");
        screen.link("lfs").click();
        screen.awaitState("available");
        assertThat(page.locator(".mount code")).containsText(":/lfs /mnt/lfs");
    }

    @Test
    @Order(5)
    void chartsShowWhatClientsWrite() {
        chroma.chroma("sim", "write", "lfs", "200000000").expect(0);
        screen.open("/?range=10m");
        Locator written = page.locator("chart-grid .legend button")
                .filter(new Locator.FilterOptions().setHasText("Write"))
                .locator("b");
        assertThat(written)
                .hasText(Pattern.compile("(MiB|GiB)/s"), new LocatorAssertions.HasTextOptions().setTimeout(120_000));
        for (String chart : List.of("Bandwidth", "Metadata operations", "Space used", "Processors", "Memory")) {
            assertThat(screen.heading(chart)).isVisible();
        }
        screen.open("/filesystems");
        screen.link("lfs").click();
        screen.appears(page.locator("heat-map canvas"));
    }

    @Test
    @Order(6)
    void stopsAndStarts() {
        openFilesystem();
        Locator plan = screen.ask("Stop");
        assertThat(plan).containsText("job");
        screen.picture("plan");
        screen.confirm(plan);
        screen.awaitState("stopped");
        screen.confirm(screen.ask("Start"));
        screen.awaitState("available");
    }

    @Test
    @Order(7)
    void growsByAnOst() {
        openFilesystem();
        int before = page.locator("main tbody tr").count();
        screen.button("Add targets").click();
        Locator dialog = page.locator("target-add-dialog dialog");
        dialog.locator("tbody input[type=checkbox]").first().check();
        dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Add 1 OST"))
                .click();
        assertThat(dialog).isHidden();
        assertThat(page.locator("main tbody tr")).hasCount(before + 1);
        assertThat(page.locator("main tbody .status.good"))
                .hasCount(before + 1, new LocatorAssertions.HasCountOptions().setTimeout(180_000));
        screen.awaitState("available");
    }

    @Test
    @Order(8)
    void aTargetFailsOverAndBack() {
        openFilesystem();
        screen.link("lfs-OST0000").first().click();
        Locator runsOn = page.locator("main dl dt:text-is('Runs on') + dd");
        Locator primary = page.locator("main dl dt:text-is('Primary') + dd");
        assertThat(runsOn).hasText(primary.innerText());
        screen.confirm(screen.ask("Failover"));
        screen.appears(runsOn.getByText("failed over"));
        openFilesystem();
        screen.appears(page.locator("placement-map .cell.away").first());
        screen.picture("failed-over");
        screen.link("lfs-OST0000").first().click();
        screen.confirm(screen.ask("Failback"));
        screen.eventually(runsOn, primary.innerText());
    }

    @Test
    @Order(9)
    void everythingIsReachedByItsName() {
        screen.open("/");
        screen.appears(page.locator(".filesystem-strip"));
        page.keyboard().press("Control+k");
        page.keyboard().type("ost0001");
        assertThat(page.locator("command-palette [aria-selected=true]")).containsText("lfs-OST0001");
        page.keyboard().press("Enter");
        assertThat(screen.heading("lfs-OST0001")).isVisible();
        page.goBack();
        assertThat(page.locator(".filesystem-strip")).isVisible();
    }

    @Test
    @Order(10)
    void whatAPluginBringsIsShownAndGoesWithIt() throws IOException {
        Path example = TestBundle.example();
        Path dropped = chroma.data().resolve("deploy").resolve(example.getFileName());
        Files.copy(example, dropped);
        screen.open("/storage");
        Locator kind = page.locator("main select option", new Page.LocatorOptions().setHasText("LocatorLight (6)"));
        assertThat(kind).hasCount(1, new LocatorAssertions.HasCountOptions().setTimeout(180_000));
        page.locator("main select").first().selectOption(kind.getAttribute("value"));
        assertThat(page.locator("main tbody tr")).hasCount(6);
        assertThat(page.locator("main thead")).containsText("Blinking");
        screen.picture("plugin-data");

        screen.open("/servers");
        page.locator("main tbody tr a.name").first().click();
        screen.confirm(screen.ask("Locate"));
        screen.open("/alerts");
        screen.appears(page.getByText(Pattern.compile("The locator light of .* is blinking")));

        screen.open("/storage");
        assertThat(kind).hasCount(1);
        Files.delete(dropped);
        assertThat(kind).hasCount(0, new LocatorAssertions.HasCountOptions().setTimeout(180_000));
        screen.open("/servers");
        page.locator("main tbody tr a.name").first().click();
        screen.appears(page.locator("main .page-heading action-buttons button").first());
        assertThat(screen.button("Locate")).hasCount(0);
    }

    @Test
    @Order(11)
    void picturesAreTakenByDayAndByNight() {
        Rest rest = chroma.rest();
        String id = new Filesystems(rest).byName("lfs").path("id").asText();
        Wait.until("the charts have something to show", 180, () -> {
            Instant now = Instant.now();
            String range = "&begin=%s&end=%s".formatted(now.minusSeconds(120), now);
            return rest.get("/api/filesystem/" + id + "/metric/?metrics=stats_write_bytes" + range)
                            .size()
                    >= 8;
        });
        long now = Instant.now().getEpochSecond();
        String range = "?from=%d&to=%d".formatted(now - 100, now);
        for (boolean dark : new boolean[] {false, true}) {
            screen.dark(dark);
            screen.open("/" + range);
            screen.appears(page.locator("time-chart canvas").first());
            screen.picture(dark ? "dashboard-dark" : "dashboard");
            screen.open("/filesystems/" + id + range);
            screen.appears(page.locator("time-chart canvas").first());
            screen.picture(dark ? "filesystem-dark" : "filesystem");
        }
        screen.dark(false);
    }

    @Test
    @Order(12)
    void pagesFitANarrowScreen() {
        page.setViewportSize(400, 860);
        for (String path : List.of("/", "/filesystems", "/servers", "/volumes", "/alerts", "/activity", "/settings")) {
            screen.open(path);
            screen.appears(page.locator("main > .page > *").first());
            assertThat((boolean) page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                    .as(path)
                    .isTrue();
        }
        screen.open("/");
        screen.appears(page.locator("time-chart canvas").first());
        screen.picture("narrow");
        page.setViewportSize(1280, 860);
    }

    @Test
    @Order(13)
    void isRemovedOnlyAfterItsNameWasTyped() {
        openFilesystem();
        Locator dialog = screen.ask("Remove");
        assertThat(dialog.locator(".go")).isDisabled();
        dialog.locator(".type input").fill("lfs");
        screen.picture("remove");
        screen.confirm(dialog);
        screen.appears(page.getByText("There is no such filesystem"));
        screen.open("/filesystems");
        screen.appears(page.getByText("No filesystem yet"));
    }

    @Test
    @Order(14)
    void theBrowserHadNothingToComplainOf() {
        assertThat(screen.complaints()).isEmpty();
    }

    private void openFilesystem() {
        screen.open("/filesystems");
        screen.link("lfs").click();
        screen.appears(page.locator("main .page-heading .status"));
        screen.appears(page.locator("main tbody tr").first());
    }

    /** So that there is one to grow by. */
    private void leaveOneVolumeFree() {
        page.locator("main select.ost").last().selectOption("");
    }

    private static String chosen(Locator select) {
        return (String) select.evaluate("select => select.selectedOptions[0].label");
    }

    private List<String> waitingPair() {
        List<String> addresses = new ArrayList<>();
        for (JsonNode server :
                chroma.chroma("sim", "list", "--output", "json").expect(0).json()) {
            if (server.path("waiting").asBoolean()) {
                addresses.add(server.path("address").asText());
            }
        }
        assertThat(addresses).hasSize(2);
        return addresses;
    }
}
