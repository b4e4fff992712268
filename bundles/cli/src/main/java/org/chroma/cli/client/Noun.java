package org.chroma.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The things that commands are about, the words for them, and how a list of them looks. */
public enum Noun {
    SERVER(
            "host",
            List.of("fqdn", "label", "nodename", "address"),
            words("server", "srv"),
            Map.of("mgs", Map.of("role", "MGS"), "mds", Map.of("role", "MDS"), "oss", Map.of("role", "OSS")),
            List.of(
                    new Column("id", "id"),
                    new Column("fqdn", "fqdn"),
                    new Column("state", Contact::state),
                    new Column("nids", "nids"),
                    Column.moment("last contact", "last_contact"))),
    FILESYSTEM(
            "filesystem",
            List.of("name", "label"),
            words("filesystem", "fs"),
            Map.of(),
            List.of(
                    new Column("id", "id"),
                    new Column("name", "name"),
                    new Column("state", "state"),
                    new Column("clients", "client_count"),
                    new Column("files", row -> Units.share(row.path("files_free"), row.path("files_total"), false)),
                    new Column("space", row -> Units.share(row.path("bytes_free"), row.path("bytes_total"), true)))),
    TARGET(
            "target",
            List.of("name", "label", "uuid"),
            words("target", "tgt"),
            Map.of("mgt", Map.of("kind", "MGT"), "mdt", Map.of("kind", "MDT"), "ost", Map.of("kind", "OST")),
            List.of(
                    new Column("id", "id"),
                    new Column("name", row -> text(row, "name", "label")),
                    new Column("kind", "kind"),
                    new Column("state", "state"),
                    new Column("primary", "primary_server_name"),
                    new Column("running on", "active_host_name"),
                    new Column("volume", "volume_name"))),
    VOLUME(
            "volume",
            List.of("label"),
            words("volume", "vol"),
            Map.of(),
            List.of(
                    new Column("id", "id"),
                    new Column("name", "label"),
                    new Column("size", row -> Units.bytes(row.path("size"))),
                    new Column("primary", row -> node(row, true)),
                    new Column("failover", row -> node(row, false)),
                    new Column("status", "status"))),
    COMMAND(
            "command",
            List.of(),
            words("command", "cmd"),
            Map.of(),
            List.of(
                    new Column("id", "id"),
                    Column.moment("created", "created_at"),
                    new Column("result", CommandFollower::result),
                    new Column("message", "message"))),
    JOB(
            "job",
            List.of(),
            words("job"),
            Map.of(),
            List.of(
                    new Column("id", "id"),
                    Column.moment("created", "created_at"),
                    new Column("state", "state"),
                    new Column("description", "description"))),
    ALERT(
            "alert",
            List.of(),
            words("alert"),
            Map.of(),
            List.of(
                    new Column("id", "id"),
                    Column.moment("begin", "begin"),
                    new Column("active", "active"),
                    new Column("message", "message"))),
    USER(
            "user",
            List.of("username"),
            words("user"),
            Map.of(),
            List.of(
                    new Column("id", "id"),
                    new Column("name", "username"),
                    new Column("full name", "full_name"),
                    new Column("e-mail", "email")));

    private final String resource;
    private final List<String> naming;
    private final List<String> words;
    private final Map<String, Map<String, String>> special;
    private final List<Column> columns;

    Noun(
            String resource,
            List<String> naming,
            List<String> words,
            Map<String, Map<String, String>> special,
            List<Column> columns) {
        this.resource = resource;
        this.naming = naming;
        this.words = words;
        this.special = special;
        this.columns = columns;
    }

    /** Its name in REST. */
    String resource() {
        return resource;
    }

    /** The fields by whose values users call one, the most usual first. */
    List<String> naming() {
        return naming;
    }

    public List<Column> columns() {
        return columns;
    }

    public String word() {
        return words.get(0);
    }

    /**
     * What a word for it means, for people.
     *
     * @param word one of {@link #vocabulary()}
     */
    public String called(String word) {
        return special.containsKey(word) ? word.toUpperCase(Locale.ROOT) : word();
    }

    /** Every word for it, with the filter that the word implies, for example {@code ost}: kind is OST. */
    public Map<String, Map<String, String>> vocabulary() {
        Map<String, Map<String, String>> all = new TreeMap<>(special);
        words.forEach(word -> all.put(word, Map.of()));
        return all;
    }

    private static List<String> words(String... words) {
        return List.of(words);
    }

    private static String text(JsonNode row, String first, String second) {
        return row.path(first).isTextual()
                ? row.path(first).asText()
                : row.path(second).asText();
    }

    private static String node(JsonNode volume, boolean primary) {
        List<String> names = new ArrayList<>();
        for (JsonNode node : volume.path("volume_nodes")) {
            if (node.path("use").asBoolean() && node.path("primary").asBoolean() == primary) {
                names.add(node.path("host_label").asText() + ":"
                        + node.path("path").asText());
            }
        }
        return names.isEmpty() ? "---" : String.join(" ", names);
    }
}
