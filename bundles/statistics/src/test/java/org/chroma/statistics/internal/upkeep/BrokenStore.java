package org.chroma.statistics.internal.upkeep;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.chroma.statistics.internal.store.BlockStore;
import org.chroma.statistics.internal.store.MemoryBlockStore;

/** A store in memory that throws Errors where a test wants it to. */
final class BrokenStore implements BlockStore {
    private final MemoryBlockStore memory = new MemoryBlockStore();

    /** Of which flushes no batch may have one. */
    volatile Predicate<Flush> poison = flush -> false;

    volatile boolean expireBreaks;

    @Override
    public List<Stored> load() {
        return memory.load();
    }

    @Override
    public void save(Collection<Flush> flushes) {
        if (flushes.stream().anyMatch(poison)) {
            throw new NoClassDefFoundError("a class of the driver");
        }
        memory.save(flushes);
    }

    @Override
    public List<byte[]> read(long entity, long resolution, long from, long to) {
        return memory.read(entity, resolution, from, to);
    }

    @Override
    public void drop(long entity) {
        memory.drop(entity);
    }

    @Override
    public void expire(long resolution, long before) {
        if (expireBreaks) {
            throw new NoClassDefFoundError("a class of the driver");
        }
        memory.expire(resolution, before);
    }

    @Override
    public long bytes() {
        return memory.bytes();
    }

    @Override
    public void close() {
        memory.close();
    }
}
