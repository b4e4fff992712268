package org.chroma.core;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chroma.spi.StorageResource;

/**
 * A storage resource as the manager keeps it.
 *
 * @param key identifies it for ever: plugin, type, identity and, for one of local scope, the host
 * @param id a number for addresses, positive, never reused
 * @param plugin the plugin that reports it
 * @param sources numbers of the hosts that report it; it goes with the last of them
 * @param parents keys of what it is made of
 */
public record Resource(
        String key,
        long id,
        String plugin,
        String type,
        StorageResource.Role role,
        String label,
        Map<String, Object> attributes,
        Set<Long> sources,
        List<String> parents) {

    public Resource {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        sources = Set.copyOf(sources);
        parents = List.copyOf(parents);
    }

    /**
     * A resource as it was just reported.
     *
     * @param sources numbers of all hosts that report it
     * @param parents keys of what it is made of, as any of them sees it
     */
    public static Resource reported(
            String key, long id, String plugin, StorageResource seen, Set<Long> sources, List<String> parents) {
        return new Resource(
                key, id, plugin, seen.type(), seen.role(), seen.label(), seen.attributes(), sources, parents);
    }

    /** One of its hosts does not report it any more. */
    public Resource without(long source) {
        Set<Long> left = new HashSet<>(sources);
        left.remove(source);
        return new Resource(key, id, plugin, type, role, label, attributes, left, parents);
    }
}
