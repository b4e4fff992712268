package org.chroma.core;

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
        attributes = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(attributes));
        sources = Set.copyOf(sources);
        parents = List.copyOf(parents);
    }
}
