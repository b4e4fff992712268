package org.chroma.statistics.internal.entity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.chroma.statistics.Selector;
import org.jspecify.annotations.Nullable;

/**
 * All entities by key. Going through thousands of them in order is what every sum begins with, so the order is kept as
 * an array and rebuilt only after one came or went.
 */
public final class Entities {
    private record Ordered(long version, List<Entity> entities) {}

    private final Map<String, Entity> byKey = new ConcurrentHashMap<>();
    private final AtomicLong version = new AtomicLong();
    private volatile Ordered ordered = new Ordered(0, List.of());

    @Nullable
    public Entity get(String key) {
        return byKey.get(key);
    }

    public int size() {
        return byKey.size();
    }

    public void put(Entity entity) {
        byKey.put(entity.key, entity);
        version.incrementAndGet();
    }

    @Nullable
    public Entity remove(String key) {
        Entity removed = byKey.remove(key);
        version.incrementAndGet();
        return removed;
    }

    /** All of one instant, by key. */
    public List<Entity> all() {
        long now = version.get(); // before looking, so that what comes meanwhile is looked for again
        Ordered known = ordered;
        if (known.version() != now) {
            List<Entity> some = new ArrayList<>(byKey.values());
            some.sort(Comparator.comparing(entity -> entity.key));
            known = new Ordered(now, some);
            ordered = known;
        }
        return known.entities();
    }

    /** Those that are wanted, by key. */
    public List<Entity> select(Selector selector) {
        int wanted = selector.keys().size();
        List<Entity> chosen = new ArrayList<>(wanted == 0 ? byKey.size() : Math.min(wanted, byKey.size()));
        // Where most are wanted, going through all in order costs less than finding each and sorting them.
        if (wanted == 0 || wanted > byKey.size() / 3) {
            for (Entity entity : all()) {
                if (selector.matches(entity.key, entity.attributes)) {
                    chosen.add(entity);
                }
            }
        } else {
            for (String key : selector.keys()) {
                Entity entity = byKey.get(key);
                if (entity != null && selector.matches(key, entity.attributes)) {
                    chosen.add(entity);
                }
            }
            chosen.sort(Comparator.comparing(entity -> entity.key));
        }
        return chosen;
    }
}
