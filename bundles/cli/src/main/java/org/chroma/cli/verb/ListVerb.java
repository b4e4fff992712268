package org.chroma.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.chroma.cli.client.Client;
import org.chroma.cli.client.Column;
import org.chroma.cli.client.Contact;
import org.chroma.cli.client.Exit;
import org.chroma.cli.client.Noun;
import org.chroma.cli.client.UsageException;
import org.chroma.cli.client.Verb;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists all things of a kind, or those of a server or filesystem. */
@Command
public final class ListVerb extends Verb {
    private final Noun noun;
    private final Map<String, String> filter;

    @Option(names = "--server", paramLabel = "SERVER", description = "only those of this server")
    @Nullable
    String server;

    @Option(names = "--filesystem", paramLabel = "FILESYSTEM", description = "only those of this filesystem")
    @Nullable
    String filesystem;

    @Option(names = "--primary", description = "with --server: only those whose primary server it is")
    boolean primary;

    @Option(
            names = "--columns",
            split = ",",
            paramLabel = "FIELD",
            description = "these fields instead of the usual columns")
    List<String> fields = List.of();

    public ListVerb(Client client, Noun noun, Map<String, String> filter) {
        super(client);
        this.noun = noun;
        this.filter = filter;
    }

    @Override
    public Integer call() throws Exception {
        Map<String, String> query = new TreeMap<>(filter);
        if (server != null) {
            query.put("host_id", client.find(Noun.SERVER, server).path("id").asText());
        }
        if (filesystem != null) {
            query.put(
                    "filesystem_id",
                    client.find(Noun.FILESYSTEM, filesystem).path("id").asText());
        }
        if (primary) {
            if (server == null) {
                throw new UsageException("--primary needs --server");
            }
            switch (noun) {
                case TARGET -> query.put("primary", "true");
                case VOLUME -> query.put("primary", query.remove("host_id"));
                default -> throw new UsageException("--primary is for targets and volumes");
            }
        }
        JsonNode objects = client.list(noun, query);
        if (noun == Noun.SERVER) {
            Contact.mark(client, objects);
        }
        client.printer().list(objects, columns(objects));
        return Exit.OK;
    }

    /** Those that were asked for, else the usual ones for people and all there are for programs. */
    private List<Column> columns(JsonNode objects) throws IOException, UsageException {
        Set<String> known = new LinkedHashSet<>();
        for (JsonNode object : objects) {
            object.fieldNames().forEachRemaining(known::add);
        }
        List<String> unknown = fields.stream()
                .filter(field -> !known.isEmpty() && !known.contains(field))
                .toList();
        if (!unknown.isEmpty()) {
            throw new UsageException("--columns: %s is not an attribute of a %s, which has: %s"
                    .formatted(String.join(", ", unknown), noun.word(), String.join(", ", known)));
        }
        if (fields.isEmpty() && (client.printer().human() || known.isEmpty())) {
            return noun.columns();
        }
        return (fields.isEmpty() ? known : fields)
                .stream().map(field -> new Column(field, field)).toList();
    }
}
