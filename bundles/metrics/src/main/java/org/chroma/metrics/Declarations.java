package org.chroma.metrics;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.chroma.spi.Metric;
import org.chroma.statistics.SeriesId;

/**
 * What is declared at one time. Of two declarations that cannot both be true the first counts: of one name, of one
 * family that
 * would mean two things, of two series that Prometheus could not tell apart.
 */
public final class Declarations implements DeclaredMetrics {
    /** Names are few and worth remembering; beyond this number they are worked out each time. */
    private static final int REMEMBERED = 20_000;

    private final Map<String, Declared> whole = new LinkedHashMap<>();
    private final List<Declared> open = new ArrayList<>();
    private final Map<String, String> refused = new LinkedHashMap<>();
    private final Map<String, Optional<Metric>> found = new ConcurrentHashMap<>();
    private final Map<SeriesId, MetricName> names = new ConcurrentHashMap<>();

    private Declarations() {}

    /** Those of one plugin, or of none. */
    public static Declarations ofMetrics(Collection<Metric> metrics) {
        return of(metrics.stream().map(metric -> new Declared(metric, "", true)).toList());
    }

    /**
     * Those that count.
     *
     * @param declared in order of precedence
     */
    public static Declarations of(Collection<Declared> declared) {
        Declarations all = new Declarations();
        Map<String, Metric> byName = new HashMap<>();
        Map<String, Metric.Family> families = new HashMap<>();
        Set<String> samples = new HashSet<>();
        for (Declared each : declared) {
            Metric metric = each.metric();
            Metric other = byName.get(metric.name());
            if (other != null) {
                if (!other.equals(metric)) {
                    all.refused.put(metric.name(), "another plugin declares " + metric.name() + " otherwise");
                }
                continue;
            }
            Optional<String> fault = metric.family().flatMap(family -> fault(family, metric, families, samples));
            if (fault.isPresent()) {
                all.refused.put(metric.name(), fault.get());
                continue;
            }
            byName.put(metric.name(), metric);
            if (metric.isOpen()) {
                all.open.add(each);
            } else {
                all.whole.put(metric.name(), each);
            }
        }
        all.open.sort(
                Comparator.comparing((Declared each) -> -each.metric().name().length()));
        return all;
    }

    private static Optional<String> fault(
            Metric.Family family, Metric metric, Map<String, Metric.Family> families, Set<String> samples) {
        String sample = family.type() == Metric.Family.Type.COUNTER ? family.name() + "_total" : family.name();
        if (family.name().equals(MetricName.READING) || !family.equals(families.getOrDefault(family.name(), family))) {
            return Optional.of("%s of %s means something else already".formatted(family.name(), metric));
        }
        if (!samples.add(sample + metric.labels())) {
            return Optional.of(
                    "%s with labels %s of %s is another metric already".formatted(sample, metric.labels(), metric));
        }
        families.put(family.name(), family);
        return Optional.empty();
    }

    /** By name of a metric that is not used, why. */
    public Map<String, String> refused() {
        return Collections.unmodifiableMap(refused);
    }

    @Override
    public List<Declared> all() {
        List<Declared> all = new ArrayList<>(whole.values());
        all.addAll(open);
        all.sort(Comparator.comparing(each -> each.metric().name()));
        return all;
    }

    @Override
    public Optional<Metric> find(String series) {
        Declared declared = whole.get(series);
        if (declared != null) {
            return Optional.of(declared.metric());
        }
        return remembered(found, series, this::findOpen);
    }

    private Optional<Metric> findOpen(String series) {
        for (Declared each : open) {
            Metric metric = each.metric();
            if (metric.declares(series)) {
                try {
                    return Optional.of(
                            metric.named(series.substring(metric.name().length() - 1)));
                } catch (IllegalArgumentException e) {
                    // Its family cannot have such a name.
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public MetricName name(SeriesId series) {
        return remembered(names, series, id -> MetricName.of(find(id.name()).orElse(null), id));
    }

    private static <K, V> V remembered(Map<K, V> known, K key, Function<K, V> work) {
        V value = known.get(key);
        if (value == null) {
            value = work.apply(key);
            if (known.size() < REMEMBERED) {
                known.put(key, value);
            }
        }
        return value;
    }
}
