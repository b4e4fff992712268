package org.chroma.cli.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Where the manager is and who asks. The command line wins over the environment, that over the configuration file
 * ({@code $CHROMA_CONFIG}, {@code ~/.chroma} or {@code ~/.chromarc}, section {@code [chroma]}), and that over the
 * defaults. On the manager's own machine {@code $CHROMA_DATA} names its data directory, which has all that is needed.
 *
 * @param url of the REST root, with a trailing slash
 * @param certificateAuthority PEM file that vouches for the manager; null for the Java runtime's own list
 */
public record Settings(
        String url,
        @Nullable String username,
        @Nullable String password,
        @Nullable Path certificateAuthority,
        String output,
        boolean nowait,
        boolean force) {

    static final String DEFAULT_URL = "https://localhost:8443/api/";
    private static final String PASSWORD = "admin.password";

    static Settings of(GlobalOptions options, Map<String, String> environment, Path home) throws IOException {
        Properties file = configuration(environment, home);
        String url = first(options.url, environment.get("CHROMA_URL"), file.getProperty("api_url"), DEFAULT_URL);
        // What the data directory of a manager holds opens that manager, and is told to no other.
        Path keys = options.url == null && environment.containsKey("CHROMA_DATA")
                ? Path.of(environment.get("CHROMA_DATA"), "keys")
                : null;
        String authority = firstOf(
                options.certificateAuthority,
                environment.get("CHROMA_CA"),
                path(keys, "ca.pem"),
                file.getProperty("ca_file"));
        String username = firstOf(
                options.username,
                environment.get("CHROMA_USERNAME"),
                file.getProperty("username"),
                path(keys, PASSWORD) == null ? null : "admin");
        String password = firstOf(
                password(options),
                environment.get("CHROMA_PASSWORD"),
                file.getProperty("password"),
                kept(keys, username));
        return new Settings(
                repaired(url),
                username,
                password,
                authority == null ? null : Path.of(authority),
                first(options.output, null, file.getProperty("output"), "human"),
                options.nowait || Boolean.parseBoolean(file.getProperty("nowait", "false")),
                options.force || Boolean.parseBoolean(file.getProperty("force", "false")));
    }

    private static @Nullable String path(@Nullable Path keys, String name) {
        return keys == null || !Files.isReadable(keys.resolve(name))
                ? null
                : keys.resolve(name).toString();
    }

    private static @Nullable String kept(@Nullable Path keys, @Nullable String username) throws IOException {
        String file = path(keys, PASSWORD);
        return file == null || !"admin".equals(username)
                ? null
                : Files.readString(Path.of(file)).strip();
    }

    /** The address as typed, with scheme and REST root added where they were left out. */
    static String repaired(String url) {
        String repaired = url.strip();
        if (!repaired.contains("://")) {
            repaired = "https://" + repaired;
        }
        if (!repaired.endsWith("/")) {
            repaired += "/";
        }
        return repaired.endsWith("/api/") ? repaired : repaired + "api/";
    }

    private static @Nullable String password(GlobalOptions options) throws IOException {
        if (options.passwordFile != null) {
            return Files.readString(options.passwordFile).strip();
        }
        return options.password == null ? null : new String(options.password);
    }

    private static Properties configuration(Map<String, String> environment, Path home) throws IOException {
        String named = environment.get("CHROMA_CONFIG");
        List<Path> candidates =
                named != null ? List.of(Path.of(named)) : List.of(home.resolve(".chroma"), home.resolve(".chromarc"));
        for (Path candidate : candidates) {
            if (Files.isRegularFile(candidate)) {
                return section(candidate);
            }
        }
        if (named != null) {
            throw new NoSuchFileException(
                    named, null, "the configuration file that CHROMA_CONFIG names does not exist");
        }
        return new Properties();
    }

    private static Properties section(Path file) throws IOException {
        Properties properties = new Properties();
        boolean inside = false;
        for (String line : Files.readAllLines(file)) {
            String text = line.strip();
            if (text.startsWith("[")) {
                inside = text.equalsIgnoreCase("[chroma]");
            } else if (inside && !text.isEmpty() && !text.startsWith("#") && !text.startsWith(";")) {
                int equals = text.indexOf('=');
                if (equals < 1) {
                    throw new IOException(file + ": not of the form name = value: " + text.replaceAll("\\s.*", " …"));
                }
                properties.setProperty(
                        text.substring(0, equals).strip(),
                        text.substring(equals + 1).strip());
            }
        }
        return properties;
    }

    private static @Nullable String firstOf(@Nullable String... candidates) {
        for (String candidate : candidates) {
            if (candidate != null && !candidate.isEmpty()) {
                return candidate;
            }
        }
        return null;
    }

    @SuppressWarnings("NullAway") // null comes back only where the last candidate is null
    private static String first(
            @Nullable String typed, @Nullable String environment, @Nullable String file, @Nullable String fallback) {
        return firstOf(typed, environment, file, fallback);
    }

    @Override
    public String toString() {
        return "Settings[" + url + ", " + username + "]";
    }
}
