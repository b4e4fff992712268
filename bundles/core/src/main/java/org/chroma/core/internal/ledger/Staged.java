package org.chroma.core.internal.ledger;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The changed objects of one kind, by number; and which of them the transaction's own view of the cluster does not show
 * yet.
 */
final class Staged<T> {
    private final Map<Long, T> all = new LinkedHashMap<>();
    private final Map<Long, T> unseen = new HashMap<>();

    void put(long number, T object) {
        all.put(number, object);
        unseen.put(number, object);
    }

    void remove(long number) {
        all.remove(number);
        unseen.remove(number);
    }

    boolean contains(long number) {
        return all.containsKey(number);
    }

    /** The object as it was changed since the view was made; null where it was not. */
    @Nullable
    T unseen(long number) {
        return unseen.get(number);
    }

    /** What the view does not show; it is about to. */
    List<T> takeUnseen() {
        List<T> taken = List.copyOf(unseen.values());
        unseen.clear();
        return taken;
    }

    /** In the order in which they were changed first. */
    Collection<T> all() {
        return all.values();
    }
}
