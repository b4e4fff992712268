package org.chroma.statistics.internal.bench;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.chroma.statistics.internal.store.BlockStore;

/** Counts what goes into a store, by resolution. */
final class CountingStore implements BlockStore {
    private final BlockStore store;
    private final Map<Long, Long> bytes = new ConcurrentSkipListMap<>();

    CountingStore(BlockStore store) {
        this.store = store;
    }

    /** Bytes of blocks that were stored; by seconds per row, 0 for readings. */
    Map<Long, Long> bytesByResolution() {
        return bytes;
    }

    @Override
    public List<Stored> load() throws IOException {
        return store.load();
    }

    @Override
    public void save(Collection<Flush> flushes) throws IOException {
        store.save(flushes);
        for (Flush flush : flushes) {
            for (Block block : flush.blocks()) {
                bytes.merge(block.resolution(), (long) block.data().length, Long::sum);
            }
        }
    }

    @Override
    public List<byte[]> read(long entity, long resolution, long from, long to) throws IOException {
        return store.read(entity, resolution, from, to);
    }

    @Override
    public void drop(long entity) throws IOException {
        store.drop(entity);
    }

    @Override
    public void expire(long resolution, long before) throws IOException {
        store.expire(resolution, before);
    }

    @Override
    public long bytes() {
        return store.bytes();
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
