package org.chroma.ui.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import javax.servlet.FilterChain;
import org.junit.jupiter.api.Test;

class SiteServletTest {
    private static final String PAGE =
            "<!doctype html><script type=\"importmap\">{}</script><script src=\"@assets@/app/main.js\"></script>";

    private final Site site = new Site(new TreeMap<>(Map.of(
            "ui/index.html", PAGE.getBytes(UTF_8),
            "ui/app/main.js",
                    "export const text = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa';"
                            .getBytes(UTF_8),
            "META-INF/resources/webjars/uplot/1.6.30/dist/uPlot.esm.js", "// uplot".getBytes(UTF_8))));
    private final SiteServlet servlet = new SiteServlet(site);

    @Test
    void everyPlainAddressShowsThePage() throws Exception {
        for (String path : new String[] {"/", "/servers/4", "/filesystems/new"}) {
            Exchange answer = Exchange.get(servlet, path, Map.of());

            assertThat(answer.status).isEqualTo(200);
            assertThat(answer.body.toString(UTF_8)).contains("/ui/assets/" + site.version() + "/app/main.js");
            assertThat(answer.headers).containsEntry("Cache-Control", "no-cache");
        }
    }

    @Test
    void addressWithoutSlashLeadsToTheOneWithIt() throws Exception {
        Exchange answer = Exchange.get(servlet, null, Map.of());

        assertThat(answer.status).isEqualTo(302);
        assertThat(answer.headers).containsEntry("Location", "/ui/");
    }

    @Test
    void unchangedPageIsNotSentAgain() throws Exception {
        String tag = Exchange.get(servlet, "/", Map.of()).headers.get("ETag");

        assertThat(Exchange.get(servlet, "/", Map.of("If-None-Match", String.valueOf(tag))).status)
                .isEqualTo(304);
        assertThat(Exchange.get(servlet, "/", Map.of("If-None-Match", "W/" + tag)).status)
                .isEqualTo(304);
        assertThat(Exchange.get(servlet, "/", Map.of("If-None-Match", "\"other\"")).status)
                .isEqualTo(200);
    }

    @Test
    void assetsMayBeKeptForEver() throws Exception {
        Exchange answer = Exchange.get(servlet, "/assets/" + site.version() + "/app/main.js", Map.of());

        assertThat(answer.headers)
                .containsEntry("Cache-Control", "public, max-age=31536000, immutable")
                .containsEntry("Content-Type", "text/javascript; charset=utf-8")
                .doesNotContainKey("Content-Encoding");
        assertThat(answer.body.toString(UTF_8)).startsWith("export const text");
    }

    @Test
    void librariesAreFoundWithoutTheirVersion() throws Exception {
        Exchange answer = Exchange.get(servlet, "/assets/" + site.version() + "/lib/uplot/uPlot.esm.js", Map.of());

        assertThat(answer.body.toString(UTF_8)).isEqualTo("// uplot");
    }

    @Test
    void whoTakesGzipGetsIt() throws Exception {
        Exchange answer = Exchange.get(
                servlet, "/assets/" + site.version() + "/app/main.js", Map.of("Accept-Encoding", "gzip, br"));

        assertThat(answer.headers).containsEntry("Content-Encoding", "gzip").containsEntry("Vary", "Accept-Encoding");
        try (var stream = new GZIPInputStream(new ByteArrayInputStream(answer.body.toByteArray()))) {
            assertThat(new String(stream.readAllBytes(), UTF_8)).startsWith("export const text");
        }
    }

    @Test
    void assetsOfAnotherVersionAndUnknownOnesAreNotFoundAndNotKept() throws Exception {
        for (String path : new String[] {
            "/assets/0123456789abcdef/app/main.js",
            "/assets/" + site.version() + "/app/none.js",
            "/assets/" + site.version() + "/../index.html",
            "/assets/"
        }) {
            Exchange answer = Exchange.get(servlet, path, Map.of());

            assertThat(answer.status).as(path).isEqualTo(404);
            assertThat(answer.headers).as(path).containsEntry("Cache-Control", "no-store");
        }
    }

    @Test
    void onlyReadingIsAllowed() throws Exception {
        assertThat(Exchange.call(servlet, "POST", "/", Map.of()).status).isEqualTo(405);
    }

    @Test
    void bareAddressLeadsToTheUi() throws Exception {
        assertThat(Exchange.get(new RootServlet(), "/", Map.of()).headers).containsEntry("Location", "/ui/");
    }

    @Test
    void whatNobodyServesIsNotThere() throws Exception {
        assertThat(Exchange.get(new RootServlet(), "/favicon.ico", Map.of()).status)
                .isEqualTo(404);
    }

    @Test
    void everyAnswerSaysWhatBrowsersMayRun() throws Exception {
        Exchange exchange = new Exchange("GET", "/", Map.of());
        boolean[] passed = new boolean[1];
        FilterChain chain = (request, response) -> passed[0] = true;

        new SecurityHeadersFilter(site).doFilter(exchange.request, exchange.response, chain);

        assertThat(passed[0]).isTrue();
        assertThat(exchange.headers)
                .containsEntry("Content-Security-Policy", site.contentSecurityPolicy())
                .containsEntry("X-Content-Type-Options", "nosniff")
                .containsEntry("X-Frame-Options", "DENY");
    }
}
