package org.chroma.itests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A Chromium that looks at a manager, and what an administrator does in it. Keeps pictures and complaints of the
 * browser.
 */
final class Screen implements AutoCloseable {
    private static final double PATIENCE = Double.parseDouble(System.getProperty("chroma.patience", "180")) * 1_000;
    private static final List<String> QUIET = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-default-apps",
            "--disable-sync",
            "--no-first-run",
            "--hide-scrollbars");

    private final Playwright playwright;
    private final Browser browser;
    private final BrowserContext context;
    private final Page page;
    private final String url;
    private final Path pictures;
    private final List<String> complaints = new ArrayList<>();

    Screen(String url, Path pictures) {
        this.url = url.replaceFirst("/$", "");
        this.pictures = pictures;
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of("/usr/bin/chromium"))
                        .setHeadless(true)
                        .setArgs(QUIET));
        context = browser.newContext(new Browser.NewContextOptions()
                .setIgnoreHTTPSErrors(true)
                .setViewportSize(1280, 860)
                .setColorScheme(ColorScheme.LIGHT)
                .setLocale("en-GB"));
        page = context.newPage();
        page.setDefaultTimeout(20_000);
        page.onConsoleMessage(message -> {
            // A refused request is said so in the page; what is left are scripts and styles that went wrong.
            if (List.of("error", "warning").contains(message.type())
                    && !message.text().startsWith("Failed to load resource")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
    }

    Page page() {
        return page;
    }

    /** What the browser complained of: scripts that failed, styles that were refused. */
    List<String> complaints() {
        return complaints;
    }

    void open(String path) {
        page.navigate(url + "/ui" + path);
    }

    void logIn(String user, String password) {
        page.getByLabel("User name").fill(user);
        page.getByLabel("Password").fill(password);
        button("Log in").click();
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator link(String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator heading(String name) {
        return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(name));
    }

    Locator row(String text) {
        return page.locator("main tbody tr").filter(new Locator.FilterOptions().setHasText(text));
    }

    /** Chooses an action of the object that the page is about; gives the dialog with its plan. */
    Locator ask(String verb) {
        page.locator("main .page-heading action-buttons")
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(verb).setExact(true))
                .click();
        Locator dialog = page.locator("plan-dialog dialog");
        assertThat(dialog.locator("plan-view li").first()).isVisible();
        return dialog;
    }

    /** Says yes to the plan in a dialog. */
    void confirm(Locator dialog) {
        dialog.locator(".go").click();
        assertThat(dialog).isHidden(new LocatorAssertions.IsHiddenOptions().setTimeout(PATIENCE));
    }

    /** Waits until the heading of the page says that the object is in a state. */
    void awaitState(String word) {
        eventually(page.locator("main .page-heading .status"), word);
    }

    /** Waits until an element has a text, however long commands take. */
    void eventually(Locator where, String text) {
        assertThat(where).hasText(text, new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE));
    }

    /** Waits until there is something. */
    void appears(Locator what) {
        assertThat(what).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE));
    }

    /** Keeps a picture for the user guide. */
    void picture(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(pictures.resolve(name + ".png")));
    }

    void dark(boolean dark) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(dark ? ColorScheme.DARK : ColorScheme.LIGHT));
    }

    @Override
    public void close() {
        context.close();
        browser.close();
        playwright.close();
    }
}
