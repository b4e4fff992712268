package org.chroma.statistics.internal.log;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.chroma.statistics.internal.codec.ByteReader;
import org.chroma.statistics.internal.codec.ByteWriter;
import org.chroma.statistics.internal.codec.Frames;
import org.chroma.statistics.loop.Loop;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The write-ahead log: frames appended to numbered {@linkplain LogSegment segments}; every frame is forced to the disk
 * before its future completes, all that wait with one force.
 *
 * <p>Anyone who appends only stages the frame under the guard; one thread writes and forces, and it alone uses the
 * file. Each opening begins a new segment, so nothing is ever appended to a file that a crash may have torn.
 */
public final class WriteAheadLog implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(WriteAheadLog.class);
    private static final int MOST_STAGED = 64 << 20;

    /** Receives what the log holds when it is opened. */
    public interface Replay {
        void frame(int segment, ByteReader payload);

        /** From here on, nothing refers back. */
        void segment(int segment);
    }

    private static final class Staged {
        final int segment;
        final ByteWriter bytes = new ByteWriter(1 << 16);
        final CompletableFuture<Void> done = new CompletableFuture<>();

        Staged(int segment) {
            this.segment = segment;
        }
    }

    private final Path directory;
    private final long segmentBytes;
    private final FileChannel lockFile;
    private final FileLock lock;
    private final TreeMap<Integer, Long> sizes = new TreeMap<>();

    private final ReentrantLock guard = new ReentrantLock();
    private final Condition work = guard.newCondition();
    private final Condition room = guard.newCondition();
    private List<Staged> staged = new ArrayList<>();
    private long stagedBytes;
    private int segment;
    private long segmentFilled;
    private boolean closing;
    private @Nullable Thread syncer;

    private @Nullable FileChannel channel;
    private int channelSegment = -1;

    public WriteAheadLog(Path directory, long segmentBytes) throws IOException {
        this.directory = directory;
        this.segmentBytes = segmentBytes;
        Files.createDirectories(directory);
        lockFile = FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held;
        try {
            held = lockFile.tryLock();
        } catch (OverlappingFileLockException e) {
            held = null;
        }
        if (held == null) {
            lockFile.close();
            throw new IOException("The log in " + directory + " is in use by another store");
        }
        lock = held;
    }

    /** Reads what is there, then makes the log ready for writing. To be called once. */
    public void open(Replay replay) throws IOException {
        List<LogSegment> known = LogSegment.in(directory);
        long total = 0;
        for (LogSegment one : known) {
            total += one.size();
        }
        long read = 0;
        long told = System.nanoTime();
        for (LogSegment one : known) {
            replay.segment(one.number());
            one.replay(replay);
            long size = one.size();
            sizes.put(one.number(), size);
            segment = one.number();
            read += size;
            if (System.nanoTime() - told > 2_000_000_000L) {
                told = System.nanoTime();
                LOG.info("Recovering statistics: {} of {} MB of log read", read >> 20, total >> 20);
            }
        }
        if (total > 0) {
            LOG.info("Recovered statistics from {} MB of log in {} segments", (total >> 20) + 1, known.size());
        }
        segment++;
        replay.segment(segment);
        Thread thread = Loop.thread("chroma-statistics-log", this::sync);
        syncer = thread;
        thread.start();
    }

    /** Segment that the next frame goes to; frames of one segment may refer back to each other, but not beyond. */
    public int segment() {
        guard.lock();
        try {
            if (segmentFilled >= segmentBytes) {
                nextSegment();
            }
            return segment;
        } finally {
            guard.unlock();
        }
    }

    /** Makes the next frame begin a new segment, if the current one holds more than so many bytes. */
    public void rotate(long bytes) {
        guard.lock();
        try {
            if (segmentFilled > bytes) {
                nextSegment();
            }
        } finally {
            guard.unlock();
        }
    }

    private void nextSegment() {
        segment++;
        segmentFilled = 0;
    }

    /** Stages a frame for the segment that {@link #segment} returned; completes when it is on the disk. */
    public CompletableFuture<Void> append(int intoSegment, byte[] payload, int length) {
        int checksum = Frames.checksum(payload, length);
        guard.lock();
        try {
            if (closing) {
                return CompletableFuture.failedFuture(new IOException("The statistics log is closed"));
            }
            while (stagedBytes > MOST_STAGED && !closing) {
                room.awaitUninterruptibly();
            }
            Staged last = staged.isEmpty() ? null : staged.get(staged.size() - 1);
            if (last == null || last.segment != intoSegment) {
                last = new Staged(intoSegment);
                staged.add(last);
            }
            Frames.write(last.bytes, payload, length, checksum);
            stagedBytes += length + Frames.HEADER;
            segmentFilled += length + Frames.HEADER;
            work.signal();
            return last.done;
        } finally {
            guard.unlock();
        }
    }

    private boolean sync() {
        List<Staged> batch;
        guard.lock();
        try {
            while (staged.isEmpty() && !closing) {
                work.awaitUninterruptibly();
            }
            if (staged.isEmpty()) {
                return false;
            }
            List<Staged> next = new ArrayList<>();
            batch = staged;
            staged = next;
            stagedBytes = 0;
            room.signalAll();
        } finally {
            guard.unlock();
        }
        for (Staged part : batch) {
            try {
                store(part);
                part.done.complete(null);
            } catch (Throwable e) {
                // Whatever it is, nobody waits for ever.
                try {
                    abandon(part.segment);
                } finally {
                    part.done.completeExceptionally(e);
                }
            }
        }
        return true;
    }

    private void store(Staged part) throws IOException {
        FileChannel target = channel;
        if (target == null || channelSegment != part.segment) {
            if (target != null) {
                target.close();
            }
            target = new LogSegment(directory, part.segment).create();
            channel = target;
            channelSegment = part.segment;
        }
        ByteBuffer bytes = ByteBuffer.wrap(part.bytes.bytes, 0, part.bytes.length);
        while (bytes.hasRemaining()) {
            target.write(bytes);
        }
        target.force(false);
        guard.lock();
        try {
            sizes.put(part.segment, target.position());
        } finally {
            guard.unlock();
        }
    }

    /** After a failed write nobody knows what is in the file: go on in the next one. */
    private void abandon(int broken) {
        FileChannel target = channel;
        channel = null;
        guard.lock();
        try {
            if (segment <= broken) {
                segment = broken + 1;
                segmentFilled = 0;
            }
            sizes.putIfAbsent(broken, 0L);
        } finally {
            guard.unlock();
        }
        if (target != null) {
            try {
                target.close();
            } catch (IOException e) {
                LOG.warn("Cannot close log segment {}", broken, e);
            }
        }
    }

    /** Deletes the segments before the given one. */
    public void deleteBefore(int first) throws IOException {
        List<Integer> old;
        guard.lock();
        try {
            old = new ArrayList<>(sizes.headMap(Math.min(first, segment)).keySet());
        } finally {
            guard.unlock();
        }
        for (int number : old) {
            new LogSegment(directory, number).delete();
            guard.lock();
            try {
                sizes.remove(number);
            } finally {
                guard.unlock();
            }
        }
    }

    /** Bytes on disk. */
    public long bytes() {
        guard.lock();
        try {
            return sizes.values().stream().mapToLong(Long::longValue).sum();
        } finally {
            guard.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        Thread thread;
        guard.lock();
        try {
            closing = true;
            work.signalAll();
            room.signalAll();
            thread = syncer;
        } finally {
            guard.unlock();
        }
        try {
            if (thread != null) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.release();
            lockFile.close();
        }
    }
}
