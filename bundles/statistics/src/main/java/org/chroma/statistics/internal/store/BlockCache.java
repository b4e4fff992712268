package org.chroma.statistics.internal.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.chroma.statistics.internal.block.RawBlock;
import org.chroma.statistics.internal.block.RowBlock;
import org.chroma.statistics.internal.codec.CorruptDataException;
import org.chroma.statistics.internal.options.Options;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checked blocks by entity, resolution and stretch of time; those used least recently go first. */
public final class BlockCache {
    private static final Logger LOG = LoggerFactory.getLogger(BlockCache.class);
    private static final int OVERHEAD = 100;

    private record Place(long entity, long resolution, long stretch) {}

    private record Held(List<?> blocks, long bytes) {}

    private final BlockStore store;
    private final Options options;
    private final AtomicLong corrupt;
    private final Map<Place, Held> held = new LinkedHashMap<>(1024, 0.75f, true);
    private long bytes;
    private long version;

    public BlockCache(BlockStore store, Options options, AtomicLong corrupt) {
        this.store = store;
        this.options = options;
        this.corrupt = corrupt;
    }

    private long stretchMillis(long resolution) {
        long rollUp = options.stepMillis() * options.blockUpdates() * options.rollUpBlocks();
        return resolution == BlockStore.RAW
                ? Math.max(21_600_000, rollUp)
                : Math.max(Math.max(86_400_000, 4 * rollUp), resolution * 256_000);
    }

    /** Blocks of readings whose end lies in the given time, both included. */
    public List<RawBlock> readings(long entity, long from, long to) throws IOException {
        List<RawBlock> found = new ArrayList<>();
        for (RawBlock block : read(entity, BlockStore.RAW, from, to, RawBlock::new, RawBlock::bytes)) {
            if (block.last() >= from && block.last() <= to) {
                found.add(block);
            }
        }
        return found;
    }

    /** Blocks of rows that may overlap the given time. */
    public List<RowBlock> rows(long entity, long resolution, long from, long to) throws IOException {
        return read(entity, resolution, from, to + stretchMillis(resolution), RowBlock::new, RowBlock::bytes);
    }

    private <B> List<B> read(
            long entity, long resolution, long from, long to, Function<byte[], B> decode, ToIntFunction<B> size)
            throws IOException {
        List<B> found = new ArrayList<>();
        long length = stretchMillis(resolution);
        for (long stretch = Math.floorDiv(from, length); stretch <= Math.floorDiv(to, length); stretch++) {
            Place place = new Place(entity, resolution, stretch);
            long before;
            synchronized (this) {
                Held hit = held.get(place);
                if (hit != null) {
                    addAll(found, hit.blocks());
                    continue;
                }
                before = version;
            }
            List<B> loaded = new ArrayList<>();
            long loadedBytes = OVERHEAD;
            for (byte[] data : store.read(entity, resolution, stretch * length, (stretch + 1) * length - 1)) {
                try {
                    B block = decode.apply(data);
                    loaded.add(block);
                    loadedBytes += size.applyAsInt(block) + OVERHEAD;
                } catch (CorruptDataException e) {
                    corrupt.incrementAndGet();
                    LOG.error(
                            "A stored block of entity {}, resolution {} s, is corrupt and left out: {}",
                            entity,
                            resolution,
                            e.getMessage());
                }
            }
            found.addAll(loaded);
            synchronized (this) {
                if (version == before) {
                    Held old = held.put(place, new Held(loaded, loadedBytes));
                    bytes += loadedBytes - (old == null ? 0 : old.bytes());
                    shrink();
                }
            }
        }
        return found;
    }

    @SuppressWarnings("unchecked") // a resolution has one kind of block
    private static <B> void addAll(List<B> found, List<?> blocks) {
        found.addAll((List<B>) blocks);
    }

    private void shrink() {
        var eldest = held.entrySet().iterator();
        while (bytes > options.cacheBytes() && eldest.hasNext()) {
            bytes -= eldest.next().getValue().bytes();
            eldest.remove();
        }
    }

    /** To be called after the block was stored. */
    public synchronized void stored(BlockStore.Block block) {
        version++;
        Place place = new Place(
                block.entity(), block.resolution(), Math.floorDiv(block.end(), stretchMillis(block.resolution())));
        Held old = held.remove(place);
        if (old != null) {
            bytes -= old.bytes();
        }
    }

    public synchronized void clear() {
        version++;
        held.clear();
        bytes = 0;
    }
}
