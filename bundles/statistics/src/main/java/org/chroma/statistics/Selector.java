package org.chroma.statistics;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Chooses entities: those of the given keys (all, if none is given) that have all of the given attribute values.
 *
 * @param keys keys of entities; empty for all
 * @param attributes attribute name to the values that are wanted; an entity without the attribute is not chosen
 */
public record Selector(Set<String> keys, Map<String, Set<String>> attributes) {
    public Selector {
        keys = Set.copyOf(keys);
        attributes = attributes.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> Set.copyOf(e.getValue())));
    }

    public static Selector all() {
        return new Selector(Set.of(), Map.of());
    }

    public static Selector keys(Collection<String> keys) {
        return new Selector(Set.copyOf(keys), Map.of());
    }

    /** Those of all entities whose attribute has the value. */
    public static Selector where(String attribute, String value) {
        return new Selector(Set.of(), Map.of(attribute, Set.of(value)));
    }

    /** Those of this selector whose attribute has the value. */
    public Selector and(String attribute, String value) {
        HashMap<String, Set<String>> more = new HashMap<>(attributes);
        more.put(attribute, Set.of(value));
        return new Selector(keys, more);
    }

    public boolean matches(String key, Map<String, String> its) {
        if (!keys.isEmpty() && !keys.contains(key)) {
            return false;
        }
        for (Map.Entry<String, Set<String>> wanted : attributes.entrySet()) {
            String value = its.get(wanted.getKey());
            if (value == null || !wanted.getValue().contains(value)) {
                return false;
            }
        }
        return true;
    }
}
