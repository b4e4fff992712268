package org.chroma.statistics.internal.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where blocks and definitions lie for good. One engine writes; any thread may read. */
public interface BlockStore extends Closeable {
    /** Resolution number of blocks of readings; blocks of rows have their row length in seconds. */
    long RAW = 0;

    /**
     * One entity as stored.
     *
     * @param resume where its series stood after its newest block
     * @param carry its incomplete rows after the newest roll-up
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Stored(long id, String key, byte[] definition, byte[] resume, byte[] carry) {}

    /**
     * One block.
     *
     * @param resolution {@link #RAW} or seconds per row
     * @param start milliseconds; of readings the time of the update before the first, of rows the end of the first row
     * @param end milliseconds; of the last update or row
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Block(long entity, long resolution, long start, long end, byte[] data) {}

    /** What is stored of one entity at once; null leaves what is there. */
    @SuppressWarnings("ArrayRecordComponent")
    record Flush(
            long id,
            String key,
            byte @Nullable [] definition,
            byte @Nullable [] resume,
            byte @Nullable [] carry,
            List<Block> blocks) {}

    List<Stored> load() throws IOException;

    /** Stores all or nothing, durably. */
    void save(Collection<Flush> flushes) throws IOException;

    /** Blocks whose end lies in the given time, both included, in order of end. */
    List<byte[]> read(long entity, long resolution, long from, long to) throws IOException;

    void drop(long entity) throws IOException;

    /** Blocks of a resolution that end before the time may go. Cheap: must not touch each block. */
    void expire(long resolution, long before) throws IOException;

    /** Bytes of all blocks, about. */
    long bytes();

    @Override
    void close() throws IOException;
}
