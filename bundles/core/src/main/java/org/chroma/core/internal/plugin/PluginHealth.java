package org.chroma.core.internal.plugin;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.chroma.core.ClusterView.PluginStatus;
import org.chroma.core.Resource;
import org.chroma.core.internal.ledger.Transaction;
import org.chroma.core.internal.object.Alerts;
import org.chroma.core.internal.volume.VolumeDerivation;
import org.chroma.model.Host;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which plugins there are, and what is wrong with them. */
public final class PluginHealth {
    private static final Logger LOG = LoggerFactory.getLogger(PluginHealth.class);
    private static final String DEVICE = "device";

    /** A plugin that is replaced is away for a moment, and at a start the manager is there before its plugins. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    /** The rest of what one server tells at once is not kept: no server has so many plugins. */
    private static final int MOST_PROBLEMS = 100;

    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_PROBLEM = 2_000;

    private final LongFunction<String> hostName;
    private final ProblemLog log = new ProblemLog(InstantSource.system());
    private final Map<Object, PluginStatus> published = new ConcurrentHashMap<>();
    private final Map<Problem, String> problems = new ConcurrentHashMap<>();
    private final Map<String, Instant> missingSince = new HashMap<>();
    private volatile @Nullable Supplier<List<PluginStatus>> idleBundles;

    /** A device plugin that fails on a server. */
    private record Problem(String plugin, long host) {}

    /**
     * Knows of no plugin at first.
     *
     * @param hostName says what a server is called, by its number
     */
    public PluginHealth(LongFunction<String> hostName) {
        this.hostName = hostName;
    }

    /** Somebody publishes a plugin. */
    public void came(Object key, PluginStatus plugin) {
        published.put(key, plugin);
    }

    public void went(Object key) {
        published.remove(key);
    }

    /**
     * From now on names bundles as well.
     *
     * @param bundles those that should bring plugins and do not run
     */
    public void watch(Supplier<List<PluginStatus>> bundles) {
        idleBundles = bundles;
    }

    /**
     * Remembers which device plugins could not look at some server. One that says nothing this time is still looking,
     * or is gone. The server is not trusted: what is kept of it is bounded, and so is what is logged.
     */
    public void note(long host, Set<String> working, Map<String, String> told) {
        Set<String> known = namesOf(DEVICE);
        Map<String, String> failures = bounded(told, known);
        problems.keySet()
                .removeIf(problem -> problem.host() == host
                        && !failures.containsKey(problem.plugin())
                        && (working.contains(problem.plugin()) || !known.contains(problem.plugin())));
        failures.forEach((plugin, why) -> {
            if (!why.equals(problems.put(new Problem(plugin, host), why))) {
                log.tell(host, hostName, plugin, why);
            }
        });
    }

    /** Those of plugins that are known here come first. */
    private static Map<String, String> bounded(Map<String, String> told, Set<String> known) {
        Map<String, String> bounded = new TreeMap<>();
        told.keySet().stream()
                .sorted(Comparator.comparing((String plugin) -> !known.contains(plugin))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST_PROBLEMS)
                .forEach(plugin ->
                        bounded.put(cut(plugin, LONGEST_NAME), cut(told.getOrDefault(plugin, ""), LONGEST_PROBLEM)));
        return bounded;
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + "…";
    }

    /** Forgets what was reported through plugins that are gone, and by servers that are. */
    public void forgetGone(Transaction transaction, Instant now) {
        problems.keySet()
                .removeIf(problem ->
                        transaction.cluster().host(Host.KIND.id(problem.host())).isEmpty());
        if (idleBundles == null) {
            return; // outside of a framework nobody tells which plugins there are
        }
        Set<String> present = namesOf(DEVICE);
        Set<String> gone = new HashSet<>();
        transaction.resources().values().forEach(resource -> gone.add(resource.plugin()));
        gone.removeAll(present);
        synchronized (missingSince) {
            missingSince.keySet().retainAll(gone);
            gone.removeIf(plugin -> {
                Instant since = missingSince.computeIfAbsent(plugin, name -> now);
                return since.plus(GRACE).isAfter(now);
            });
        }
        if (gone.isEmpty()) {
            return;
        }
        LOG.info("Forgetting what {} reported: the plugin is no longer here", gone);
        List<Resource> resources = List.copyOf(transaction.resources().values());
        for (Resource resource : resources) {
            if (gone.contains(resource.plugin())) {
                transaction.removeResource(resource.key());
            }
        }
        Alerts.lowerOthers(transaction, Set.of(), about -> transaction.resource(about) == null);
        VolumeDerivation.derive(transaction);
    }

    /** By plugin, what is wrong with it on some server. */
    private Map<String, String> byPlugin() {
        Map<String, String> byPlugin = new TreeMap<>();
        problems.forEach((problem, why) -> byPlugin.merge(
                problem.plugin(), hostName.apply(problem.host()) + ": " + why, (one, other) -> one + "; " + other));
        return byPlugin;
    }

    /** All plugins, sorted by name; where the same name stands twice, what is wrong stands at the first. */
    public List<PluginStatus> all(List<PluginStatus> jobs) {
        Map<String, String> onServers = byPlugin();
        Map<String, PluginStatus> all = new TreeMap<>();
        List<PluginStatus> known = new ArrayList<>(published.values());
        known.addAll(jobs);
        Supplier<List<PluginStatus>> idle = idleBundles;
        known.addAll(idle == null ? List.of() : idle.get());
        known.sort(Comparator.comparing(PluginStatus::bundle));
        for (PluginStatus plugin : known) {
            boolean reported = plugin.kind().equals(DEVICE) || plugin.kind().equals("bundle");
            String wrong = reported ? onServers.remove(plugin.name()) : null;
            all.putIfAbsent(plugin.name() + " " + plugin.kind(), with(plugin, wrong));
        }
        // What servers tell of a bundle bears the bundle's name.
        Set<String> bundles = new HashSet<>();
        known.forEach(plugin -> bundles.add(plugin.bundle()));
        onServers.forEach((name, wrong) -> {
            String kind = bundles.contains(name) ? "bundle" : DEVICE;
            all.put(name + " " + kind, new PluginStatus(name, kind, kind.equals(DEVICE) ? "" : name, wrong));
        });
        return List.copyOf(all.values());
    }

    private static PluginStatus with(PluginStatus plugin, @Nullable String wrong) {
        if (wrong == null) {
            return plugin;
        }
        String problem = plugin.problem().isEmpty() ? wrong : plugin.problem() + "; " + wrong;
        return new PluginStatus(plugin.name(), plugin.kind(), plugin.bundle(), problem);
    }

    private Set<String> namesOf(String kind) {
        Set<String> names = new HashSet<>();
        published.values().forEach(plugin -> {
            if (plugin.kind().equals(kind)) {
                names.add(plugin.name());
            }
        });
        return names;
    }
}
