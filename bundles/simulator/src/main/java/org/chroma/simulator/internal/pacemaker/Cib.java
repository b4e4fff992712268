package org.chroma.simulator.internal.pacemaker;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.chroma.simulator.internal.cluster.Pacemaker;
import org.jspecify.annotations.Nullable;

/** The cluster information base: what is configured. */
public final class Cib {
    private static final Map<String, String> SECTIONS = Map.of(
            "configuration", "configuration",
            "crm_config", "crm_config",
            "nodes", "nodes",
            "resources", "resources",
            "constraints", "constraints",
            "rsc_defaults", "rsc_defaults");

    private final Xml configuration;
    private int epoch = 5;

    public Cib(String cluster, List<String> nodes) {
        configuration = new Xml("configuration");
        Xml properties = configuration
                .add(new Xml("crm_config"))
                .add(new Xml("cluster_property_set", "id", "cib-bootstrap-options"));
        property(properties, "have-watchdog", "false");
        property(properties, "dc-version", Pacemaker.VERSION);
        property(properties, "cluster-infrastructure", "corosync");
        property(properties, "cluster-name", cluster);
        property(properties, "stonith-enabled", "false");
        Xml list = configuration.add(new Xml("nodes"));
        for (int i = 0; i < nodes.size(); i++) {
            list.add(new Xml("node", "id", String.valueOf(i + 1), "uname", nodes.get(i)));
        }
        configuration.add(new Xml("resources"));
        configuration.add(new Xml("constraints"));
        // Without it a target would go home by itself as soon as its first server is back.
        Xml defaults = configuration.add(new Xml("rsc_defaults")).add(new Xml("meta_attributes", "id", "rsc-options"));
        defaults.add(new Xml(
                "nvpair", "id", "rsc-options-resource-stickiness", "name", "resource-stickiness", "value", "1000"));
    }

    private Cib(Xml configuration, int epoch) {
        this.configuration = configuration;
        this.epoch = epoch;
    }

    public static Cib restored(Xml configuration, int epoch) {
        return new Cib(configuration, epoch);
    }

    private static void property(Xml set, String name, String value) {
        set.add(new Xml("nvpair", "id", "cib-bootstrap-options-" + name, "name", name, "value", value));
    }

    public Xml configuration() {
        return configuration;
    }

    public int epoch() {
        return epoch;
    }

    public void changed() {
        epoch++;
    }

    /** A section by the name that cibadmin knows, null where there is none. */
    public @Nullable Xml section(String name) {
        String known = SECTIONS.get(name);
        if (known == null) {
            return null;
        }
        return known.equals("configuration") ? configuration : configuration.need(known);
    }

    public List<Xml> primitives() {
        return configuration.need("resources").all("primitive");
    }

    public Optional<Xml> primitive(String id) {
        return configuration.need("resources").child("primitive", id);
    }

    public List<Xml> locations(String resource) {
        return configuration.need("constraints").all("rsc_location").stream()
                .filter(l -> resource.equals(l.get("rsc")))
                .toList();
    }

    public String property(String name, String otherwise) {
        return configuration.need("crm_config").children().stream()
                .flatMap(set -> set.all("nvpair").stream())
                .filter(pair -> name.equals(pair.get("name")))
                .map(pair -> pair.get("value", otherwise))
                .findFirst()
                .orElse(otherwise);
    }

    public void setProperty(String name, String value) {
        Xml set = configuration.need("crm_config").need("cluster_property_set");
        set.all("nvpair").stream()
                .filter(pair -> name.equals(pair.get("name")))
                .findFirst()
                .ifPresentOrElse(pair -> pair.set("value", value), () -> property(set, name, value));
    }

    public int stickiness(Xml primitive) {
        String own = meta(primitive).get("resource-stickiness");
        if (own == null) {
            own = configuration.need("rsc_defaults").children().stream()
                    .flatMap(set -> set.all("nvpair").stream())
                    .filter(pair -> "resource-stickiness".equals(pair.get("name")))
                    .map(pair -> pair.get("value", "0"))
                    .findFirst()
                    .orElse("0");
        }
        return score(own);
    }

    public static int score(String text) {
        return switch (text.toUpperCase(Locale.ROOT)) {
            case "INFINITY", "+INFINITY" -> 1_000_000;
            case "-INFINITY" -> -1_000_000;
            default -> {
                try {
                    yield Integer.parseInt(text);
                } catch (NumberFormatException e) {
                    yield 0;
                }
            }
        };
    }

    /** A primitive's parameters. */
    public static Map<String, String> attributes(Xml primitive) {
        return pairs(primitive, "instance_attributes");
    }

    public static Map<String, String> meta(Xml primitive) {
        return pairs(primitive, "meta_attributes");
    }

    private static Map<String, String> pairs(Xml primitive, String set) {
        Map<String, String> pairs = new LinkedHashMap<>();
        primitive.all(set).forEach(s -> s.all("nvpair").forEach(p -> pairs.put(p.get("name", ""), p.get("value", ""))));
        return pairs;
    }

    /** As crm_mon names it, for example {@code ocf:lustre:Lustre}. */
    public static String agent(Xml primitive) {
        String provider = primitive.get("provider");
        return primitive.get("class", "ocf") + ":" + (provider == null ? "" : provider + ":")
                + primitive.get("type", "");
    }
}
