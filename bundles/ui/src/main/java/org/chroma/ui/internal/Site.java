package org.chroma.ui.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * All files of the browser UI, in memory.
 *
 * <p>Assets live below a path that contains the digest of all of them, so browsers may keep them for ever and a page
 * never mixes two versions. Only the page itself, which names that path, is asked for again.
 */
@Component(service = Site.class)
public final class Site {
    private static final String FILES = "ui/";
    private static final String LIBRARIES = "META-INF/resources/webjars/";
    private static final String PAGE = "index.html";
    private static final Pattern IMPORT_MAP =
            Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);

    private final Map<String, Asset> assets;
    private final String version;
    private final Asset page;
    private final String contentSecurityPolicy;

    @Activate
    public Site(BundleContext context) {
        this(filesOf(context.getBundle()));
    }

    /**
     * @param files path to content, as in the bundle
     */
    Site(SortedMap<String, byte[]> files) {
        version = digest(files);
        String text = new String(files.get(FILES + PAGE), UTF_8).replace("@assets@", "/ui/assets/" + version);
        page = new Asset(PAGE, text.getBytes(UTF_8));
        contentSecurityPolicy = policy(text);
        assets = files.entrySet().stream()
                .filter(file -> !file.getKey().equals(FILES + PAGE))
                .collect(Collectors.toUnmodifiableMap(
                        file -> publicPath(file.getKey()), file -> new Asset(file.getKey(), file.getValue())));
    }

    /** Identifies the contents of all files. */
    String version() {
        return version;
    }

    /** The one page, which shows every address below {@code /ui/}. */
    Asset page() {
        return page;
    }

    /**
     * @param path below the versioned folder, such as {@code app/main.js}
     */
    @Nullable
    Asset asset(String path) {
        return assets.get(path);
    }

    /** What the page may load: its own files, and the one import map that stands in it. */
    String contentSecurityPolicy() {
        return contentSecurityPolicy;
    }

    /** A library's file loses its version, so that the import map needs to name none. */
    private static String publicPath(String path) {
        if (path.startsWith(FILES)) {
            return path.substring(FILES.length());
        }
        String library = path.substring(LIBRARIES.length());
        return "lib/" + library.replaceFirst("/[^/]+/(dist/)?", "/");
    }

    private static String policy(String text) {
        var map = IMPORT_MAP.matcher(text);
        if (!map.find()) {
            throw new IllegalStateException(PAGE + " has no import map");
        }
        String hash =
                Base64.getEncoder().encodeToString(sha256().digest(map.group(1).getBytes(UTF_8)));
        return String.join(
                "; ",
                "default-src 'none'",
                "script-src 'self' 'sha256-" + hash + "'",
                "style-src 'self'",
                "img-src 'self'",
                "connect-src 'self'",
                "base-uri 'none'",
                "form-action 'self'",
                "frame-ancestors 'none'",
                "require-trusted-types-for 'script'",
                "trusted-types lit-html");
    }

    private static String digest(SortedMap<String, byte[]> files) {
        MessageDigest digest = sha256();
        files.forEach((path, content) -> {
            digest.update(path.getBytes(UTF_8));
            digest.update((byte) 0);
            digest.update(content);
        });
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static SortedMap<String, byte[]> filesOf(Bundle bundle) {
        var files = new TreeMap<String, byte[]>();
        for (String folder : new String[] {FILES, LIBRARIES}) {
            for (URL url : Collections.list(bundle.findEntries(folder, "*", true))) {
                String path = url.getPath().replaceFirst("^/", "");
                if (!path.endsWith("/")) {
                    files.put(path, read(url));
                }
            }
        }
        return files;
    }

    private static byte[] read(URL url) {
        try (InputStream stream = url.openStream()) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + url, e);
        }
    }
}
