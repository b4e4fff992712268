package org.chroma.agent.internal;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.chroma.protocol.ActionType;
import org.chroma.spi.Action;
import org.chroma.spi.ActionPlugin;
import org.jspecify.annotations.Nullable;

/** The actions that are offered right now, by name. */
final class ActionRegistry {
    private volatile Map<String, Offer<?, ?>> offers = Map.of();
    private final Map<ActionPlugin<?, ?>, Offer<?, ?>> plugins = new LinkedHashMap<>();

    /** One plugin and how its action travels. */
    record Offer<A extends Action<R>, R>(ActionType<A, R> type, ActionPlugin<A, R> plugin) {}

    /**
     * Offers a plugin's action. Of several for one name the first is used.
     *
     * @return its name
     * @throws IllegalArgumentException where what it calls an action is not one
     */
    synchronized <A extends Action<R>, R> String add(ActionPlugin<A, R> plugin) {
        ActionType<A, R> type = ActionType.of(plugin.action());
        plugins.put(plugin, new Offer<>(type, plugin));
        refresh();
        return type.name();
    }

    synchronized void remove(ActionPlugin<?, ?> plugin) {
        plugins.remove(plugin);
        refresh();
    }

    private void refresh() {
        Map<String, Offer<?, ?>> next = new TreeMap<>();
        Collection<Offer<?, ?>> all = plugins.values();
        all.forEach(offer -> next.putIfAbsent(offer.type().name(), offer));
        offers = next;
    }

    @Nullable
    Offer<?, ?> find(String name) {
        return offers.get(name);
    }

    /** All names, sorted. */
    List<String> names() {
        return List.copyOf(offers.keySet());
    }
}
