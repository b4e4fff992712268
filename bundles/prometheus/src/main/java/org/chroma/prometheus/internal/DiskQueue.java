package org.chroma.prometheus.internal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.chroma.statistics.loop.Loop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Samples that wait to be sent, on disk. What is appended is forced to the disk before its future completes; all that
 * waits shares one force. Beyond its bound the oldest segment goes, whether or not it was sent.
 *
 * <p>One thread appends, one reads; the queue's own thread writes. The guard is held around everything but the writing
 * itself, so neither of the two ever waits for the disk to take what is appended.
 */
final class DiskQueue implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(DiskQueue.class);

    /** Bytes that may wait for a disk that does not answer. */
    private static final long MOST_STAGED = 64L << 20;

    private record Staged(WriteRequest frame, CompletableFuture<Void> done) {}

    private final Path directory;
    private final FileChannel lockFile;
    private final FileLock lock;

    private final ReentrantLock guard = new ReentrantLock();
    private final Condition work = guard.newCondition();
    private final Condition readable = guard.newCondition();
    private final Backlog backlog;
    private List<Staged> staged = new ArrayList<>();
    private long stagedBytes;
    private boolean closing;
    private final Thread writer;

    /**
     * Opens a queue with what is in it.
     *
     * @param mostBytes bound of all files together; a segment is an eighth of it, but at most 16 MB
     * @throws IOException if the directory cannot be used, or is in use
     */
    DiskQueue(Path directory, long mostBytes) throws IOException {
        this.directory = directory;
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
            throw new IOException("The queue in " + directory + " is in use");
        }
        lock = held;
        try {
            backlog = new Backlog(directory, mostBytes);
        } catch (IOException e) {
            lockFile.close();
            throw e;
        }
        writer = Loop.thread("chroma-prometheus-queue", this::write);
        writer.start();
    }

    // ---- appending

    /** Appends a frame; the future fails if the frame is lost. Never waits for the disk. */
    CompletableFuture<Void> append(WriteRequest frame) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        guard.lock();
        try {
            if (closing) {
                return CompletableFuture.failedFuture(new IOException("The queue is closed"));
            }
            if (stagedBytes > MOST_STAGED) {
                backlog.drop(frame.samples());
                return CompletableFuture.failedFuture(
                        new IOException("The disk of the queue in " + directory + " does not answer"));
            }
            staged.add(new Staged(frame, done));
            stagedBytes += frame.bytes().length;
            work.signal();
        } finally {
            guard.unlock();
        }
        return done;
    }

    private boolean write() {
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
        } finally {
            guard.unlock();
        }
        store(batch);
        return true;
    }

    private void store(List<Staged> batch) {
        try {
            List<WriteRequest> frames = batch.stream().map(Staged::frame).toList();
            Segment target = writable();
            target.append(frames);
            appended(target, frames);
        } catch (Throwable e) {
            // Whatever it is, nobody waits for ever.
            try {
                LOG.error("{} samples for the Prometheus endpoint cannot be kept in {}", abandon(batch), directory, e);
            } finally {
                batch.forEach(each -> each.done.completeExceptionally(e));
            }
            return;
        }
        batch.forEach(each -> each.done.complete(null));
    }

    private void appended(Segment target, List<WriteRequest> frames) {
        guard.lock();
        try {
            backlog.appended(target, frames);
            readable.signalAll();
        } finally {
            guard.unlock();
        }
    }

    private Segment writable() throws IOException {
        guard.lock();
        try {
            return backlog.writable();
        } finally {
            guard.unlock();
        }
    }

    private long abandon(List<Staged> batch) {
        guard.lock();
        try {
            return backlog.abandon(batch.stream().map(Staged::frame).toList());
        } finally {
            guard.unlock();
        }
    }

    // ---- reading

    /**
     * The next frames to be sent: as many as have the given number of samples together, at least one. Waits until there
     * is one, and then up to a while for more.
     *
     * @return empty only when the queue is closed
     */
    List<Segment.Frame> next(int samples, Duration patience) throws IOException, InterruptedException {
        guard.lockInterruptibly();
        try {
            boolean again = backlog.tried();
            while (true) {
                long left = patience.toNanos();
                while (!closing && (backlog.waiting() == 0 || (!again && backlog.waiting() < samples && left > 0))) {
                    if (backlog.waiting() == 0) {
                        readable.await();
                    } else {
                        left = readable.awaitNanos(left);
                    }
                }
                if (backlog.waiting() == 0) {
                    return List.of();
                }
                List<Segment.Frame> frames = again ? backlog.again() : backlog.next(samples);
                if (!frames.isEmpty()) {
                    return frames;
                }
                // What was tried is gone, or the rest was damaged.
                again = false;
                if (closing) {
                    return List.of();
                }
            }
        } finally {
            guard.unlock();
        }
    }

    /** Forgets frames that {@link #next} gave: they were sent, or are given up. */
    void done(List<Segment.Frame> frames) throws IOException {
        guard.lock();
        try {
            backlog.done(frames);
        } finally {
            guard.unlock();
        }
    }

    // ---- what there is

    /** Samples that were not sent yet. */
    long waiting() {
        guard.lock();
        try {
            return backlog.waiting();
        } finally {
            guard.unlock();
        }
    }

    /** Samples that were lost here: over the bound, damaged or not written. */
    long dropped() {
        guard.lock();
        try {
            return backlog.dropped();
        } finally {
            guard.unlock();
        }
    }

    /** Bytes of all segments. */
    long bytes() {
        guard.lock();
        try {
            return backlog.bytes();
        } finally {
            guard.unlock();
        }
    }

    /** Writes what was appended, and lets a reader that waits go. */
    @Override
    public void close() throws IOException {
        guard.lock();
        try {
            closing = true;
            work.signalAll();
            readable.signalAll();
        } finally {
            guard.unlock();
        }
        try {
            writer.join(TimeUnit.SECONDS.toMillis(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        guard.lock();
        try {
            backlog.close();
        } finally {
            lock.release();
            lockFile.close();
            guard.unlock();
        }
    }
}
