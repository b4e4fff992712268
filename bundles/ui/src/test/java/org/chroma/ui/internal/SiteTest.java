package org.chroma.ui.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Looks at the files that the bundle really has. */
class SiteTest {
    private static final Pattern IMPORT = Pattern.compile("\\b(?:from |import |import\\()'([^'\\n]+)'");

    private final SortedMap<String, byte[]> files = bundleFiles();
    private final Site site = new Site(files);

    @Test
    void pageNamesAssetsByTheirDigest() {
        String page = new String(site.page().bytes(false), UTF_8);

        assertThat(page)
                .contains("/ui/assets/" + site.version() + "/app/main.js")
                .doesNotContain("@assets@");
    }

    @Test
    void everyFileThatThePageNamesExists() {
        String page = new String(site.page().bytes(false), UTF_8);
        Matcher named =
                Pattern.compile("\"/ui/assets/[0-9a-f]+/([^\"]+[^/\"])\"").matcher(page);

        int found = 0;
        while (named.find()) {
            assertThat(site.asset(named.group(1))).as(named.group(1)).isNotNull();
            found++;
        }
        assertThat(found).isGreaterThan(8);
    }

    @Test
    void everyImportOfEveryModuleLeadsToAFile() {
        int found = 0;
        for (var file : files.entrySet()) {
            if (!file.getKey().startsWith("ui/app/")) {
                continue;
            }
            Path module = Path.of(file.getKey().substring("ui/".length()));
            Matcher imports = IMPORT.matcher(new String(file.getValue(), UTF_8));
            while (imports.find()) {
                String target = imports.group(1);
                String path = target.startsWith(".")
                        ? module.resolveSibling(target).normalize().toString()
                        : libraryPath(target);
                assertThat(site.asset(path))
                        .as(file.getKey() + " imports " + target)
                        .isNotNull();
                found++;
            }
        }
        assertThat(found).isGreaterThan(30);
    }

    @Test
    void policyAllowsTheOneImportMapAndNoOtherInlineScript() throws Exception {
        String page = new String(site.page().bytes(false), UTF_8);
        String map = page.substring(
                page.indexOf("<script type=\"importmap\">") + "<script type=\"importmap\">".length(),
                page.indexOf("</script>", page.indexOf("importmap")));
        String hash = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(map.getBytes(UTF_8)));

        assertThat(site.contentSecurityPolicy())
                .contains("script-src 'self' 'sha256-" + hash + "';")
                .contains("default-src 'none'")
                .doesNotContain("unsafe");
    }

    @Test
    void anotherContentGetsAnotherAddress() {
        var changed = new TreeMap<>(files);
        changed.put("ui/app/main.js", "// other".getBytes(UTF_8));

        assertThat(new Site(changed).version()).isNotEqualTo(site.version());
        assertThat(new Site(files).version()).isEqualTo(site.version());
    }

    @Test
    void nothingOutsideTheBundleIsNamed() {
        for (var file : files.entrySet()) {
            if (file.getKey().startsWith("ui/")) {
                assertThat(new String(file.getValue(), UTF_8))
                        .as(file.getKey())
                        .doesNotContainPattern("(src|href)=\"https?:")
                        .doesNotContainPattern("(import|from) 'https?:");
            }
        }
    }

    @Test
    void pageWithoutImportMapIsRefused() {
        var broken = new TreeMap<>(files);
        broken.put("ui/index.html", "<!doctype html>".getBytes(UTF_8));

        assertThatThrownBy(() -> new Site(broken)).hasMessageContaining("import map");
    }

    private static String libraryPath(String name) {
        return switch (name) {
            case "lit" -> "lib/lit/index.js";
            case "uplot" -> "lib/uplot/uPlot.esm.js";
            default -> "lib/" + name;
        };
    }

    private static SortedMap<String, byte[]> bundleFiles() {
        var files = new TreeMap<String, byte[]>();
        Path classes = Path.of("target", "classes");
        try (var paths = Files.walk(classes)) {
            for (Path path : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
                String name = classes.relativize(path).toString().replace('\\', '/');
                if (name.startsWith("ui/") || name.startsWith("META-INF/resources/webjars/")) {
                    files.put(name, Files.readAllBytes(path));
                }
            }
        } catch (IOException e) {
            throw new AssertionError("run after the bundle's files are in place", e);
        }
        return files;
    }
}
