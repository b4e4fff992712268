package org.chroma.statistics.internal.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/** Keeps blocks in memory: for tests, and for stores that live as long as a process. */
public final class MemoryBlockStore implements BlockStore {
    private record Place(long entity, long resolution) {}

    private final Map<Long, Stored> entities = new HashMap<>();
    private final Map<Place, NavigableMap<Long, byte[]>> blocks = new HashMap<>();
    private long bytes;

    @Override
    public synchronized List<Stored> load() {
        return new ArrayList<>(entities.values());
    }

    @Override
    public synchronized void save(Collection<Flush> flushes) {
        for (Flush flush : flushes) {
            Stored old = entities.get(flush.id());
            entities.put(
                    flush.id(),
                    new Stored(
                            flush.id(),
                            flush.key(),
                            flush.definition() != null
                                    ? flush.definition()
                                    : old == null ? new byte[0] : old.definition(),
                            flush.resume() != null ? flush.resume() : old == null ? new byte[0] : old.resume(),
                            flush.carry() != null ? flush.carry() : old == null ? new byte[0] : old.carry()));
            for (Block block : flush.blocks()) {
                blocks.computeIfAbsent(new Place(block.entity(), block.resolution()), place -> new TreeMap<>())
                        .put(block.end(), block.data());
                bytes += block.data().length;
            }
        }
    }

    @Override
    public synchronized List<byte[]> read(long entity, long resolution, long from, long to) {
        NavigableMap<Long, byte[]> all = blocks.get(new Place(entity, resolution));
        return all == null || from > to
                ? List.of()
                : new ArrayList<>(all.subMap(from, true, to, true).values());
    }

    @Override
    public synchronized void drop(long entity) {
        entities.remove(entity);
        blocks.keySet().removeIf(place -> place.entity() == entity);
    }

    @Override
    public synchronized void expire(long resolution, long before) {
        blocks.forEach((place, all) -> {
            if (place.resolution() == resolution) {
                all.headMap(before).clear();
            }
        });
    }

    @Override
    public synchronized long bytes() {
        return bytes;
    }

    /** Bytes of the blocks of one resolution. */
    synchronized long bytes(long resolution) {
        return blocks.entrySet().stream()
                .filter(entry -> entry.getKey().resolution() == resolution)
                .flatMap(entry -> entry.getValue().values().stream())
                .mapToLong(data -> data.length)
                .sum();
    }

    /** Damages the newest block of an entity and resolution, for tests of what happens then. */
    public synchronized void damage(long entity, long resolution) {
        byte[] data = Objects.requireNonNull(blocks.get(new Place(entity, resolution)))
                .lastEntry()
                .getValue();
        data[data.length / 2] ^= 0x10;
    }

    @Override
    public void close() {
        // the content stays, so that a test can open the store again
    }
}
