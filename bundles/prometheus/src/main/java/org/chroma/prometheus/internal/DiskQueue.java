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
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Samples that wait to be sent, on disk. What is appended is forced to the disk before its future completes; all that waits
 * shares one force. Beyond its bound the oldest segment goes, whether or not it was sent.
 *
 * <p>One thread appends, one reads; the queue's own thread writes.
 */
final class DiskQueue implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(DiskQueue.class);

    /** Bytes that may wait for a disk that does not answer. */
    private static final long MOST_STAGED = 64L << 20;

    private record Staged(WriteRequest frame, CompletableFuture<Void> done) {}

    private final Path directory;
    private final long mostBytes;
    private final long segmentBytes;
    private final FileChannel lockFile;
    private final FileLock lock;
    private final PositionFile position;

    private final ReentrantLock guard = new ReentrantLock();
    private final Condition work = guard.newCondition();
    private final Condition readable = guard.newCondition();
    private final TreeMap<Long, Segment> segments = new TreeMap<>();
    private List<Staged> staged = new ArrayList<>();
    private long stagedBytes;
    private @Nullable Segment writing;
    private long nextNumber = 1;
    private long waiting;

    private Position read;
    /** Samples before the reading position, by segment. */
    private final TreeMap<Long, Long> readSamples = new TreeMap<>();

    private long dropped;
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
        this.mostBytes = mostBytes;
        this.segmentBytes = Math.min(16L << 20, mostBytes / 8);
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
            position = new PositionFile(directory.resolve("position"));
            read = position.taken();
            recover();
        } catch (IOException e) {
            lockFile.close();
            throw e;
        }
        writer = new Thread(this::write, "chroma-prometheus-queue");
        writer.setDaemon(true);
        writer.start();
    }

    private void recover() throws IOException {
        List<Long> numbers = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("\\d{1,18}" + Segment.SUFFIX))
                    .map(name -> Long.parseLong(name.substring(0, name.length() - Segment.SUFFIX.length())))
                    .sorted()
                    .forEach(numbers::add);
        }
        nextNumber = Math.max(position.tried().segment(), numbers.isEmpty() ? 0 : numbers.get(numbers.size() - 1)) + 1;
        for (long number : numbers) {
            if (number < read.segment()) {
                Files.delete(Segment.file(directory, number));
                continue;
            }
            Segment segment = Segment.open(directory, number);
            if (segment.torn() > 0) {
                LOG.warn("{} ends in a torn write; {} bytes of it are not used", segment, segment.torn());
            }
            segments.put(number, segment);
            waiting += segment.samples();
        }
        Segment begun = segments.get(read.segment());
        if (begun != null) {
            long before = samplesBefore(begun, read.offset());
            readSamples.put(begun.number, before);
            waiting -= before;
        }
        if (waiting > 0) {
            LOG.info("{} samples wait for the Prometheus endpoint since before the start", waiting);
        }
    }

    private static long samplesBefore(Segment segment, long offset) throws IOException {
        long samples = 0;
        long at = Segment.HEADER;
        while (at < Math.min(offset, segment.length())) {
            Segment.Frame frame = segment.read(at);
            if (frame == null) {
                break;
            }
            samples += frame.samples();
            at = frame.end().offset();
        }
        return samples;
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
                dropped += frame.samples();
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

    private void write() {
        while (true) {
            List<Staged> batch;
            guard.lock();
            try {
                while (staged.isEmpty() && !closing) {
                    work.awaitUninterruptibly();
                }
                if (staged.isEmpty()) {
                    return;
                }
                batch = staged;
                staged = new ArrayList<>();
                stagedBytes = 0;
            } finally {
                guard.unlock();
            }
            store(batch);
        }
    }

    private void store(List<Staged> batch) {
        List<WriteRequest> frames = batch.stream().map(Staged::frame).toList();
        long samples = frames.stream().mapToLong(WriteRequest::samples).sum();
        Segment target;
        try {
            target = writing;
            if (target == null || target.length() >= segmentBytes) {
                target = begin();
            }
            target.append(frames);
        } catch (IOException | RuntimeException e) {
            abandon(samples);
            LOG.error("{} samples for the Prometheus endpoint cannot be kept in {}", samples, directory, e);
            batch.forEach(each -> each.done.completeExceptionally(e));
            return;
        }
        guard.lock();
        try {
            target.publish(frames);
            waiting += samples;
            bound();
            readable.signalAll();
        } finally {
            guard.unlock();
        }
        batch.forEach(each -> each.done.complete(null));
    }

    private Segment begin() throws IOException {
        guard.lock();
        try {
            writing = null;
            Segment next = Segment.create(directory, nextNumber++);
            segments.put(next.number, next);
            writing = next;
            return next;
        } finally {
            guard.unlock();
        }
    }

    /** After a failed write nobody knows what is in the file: go on in the next one. */
    private void abandon(long samples) {
        guard.lock();
        try {
            writing = null;
            dropped += samples;
        } finally {
            guard.unlock();
        }
    }

    /** Lets the oldest segments go while there is too much. */
    private void bound() {
        while (bytes() > mostBytes && segments.size() > 1) {
            Segment oldest = segments.firstEntry().getValue();
            long lost = oldest.samples() - readSamples.getOrDefault(oldest.number, 0L);
            dropped += lost;
            waiting -= lost;
            LOG.warn(
                    "The queue for the Prometheus endpoint has more than {} MB: the oldest {} samples are dropped",
                    mostBytes >> 20,
                    lost);
            remove(oldest);
        }
    }

    private void remove(Segment segment) {
        segments.remove(segment.number);
        readSamples.remove(segment.number);
        try {
            segment.delete();
        } catch (IOException e) {
            LOG.warn("{} cannot be deleted", segment, e);
        }
    }

    // ---- reading

    /**
     * The next frames to be sent: as many as have the given number of samples together, at least one. Waits until there is one,
     * and then up to a while for more.
     *
     * @return empty only when the queue is closed
     */
    List<Segment.Frame> next(int samples, Duration patience) throws IOException, InterruptedException {
        guard.lockInterruptibly();
        try {
            Position tried = position.tried();
            boolean again = tried.compareTo(read) > 0;
            while (true) {
                long left = patience.toNanos();
                while (!closing && (waiting == 0 || (!again && waiting < samples && left > 0))) {
                    if (waiting == 0) {
                        readable.await();
                    } else {
                        left = readable.awaitNanos(left);
                    }
                }
                if (waiting == 0) {
                    return List.of();
                }
                List<Segment.Frame> frames = again ? frames(Integer.MAX_VALUE, tried) : frames(samples, null);
                if (!frames.isEmpty()) {
                    position.trying(frames.get(frames.size() - 1).end());
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

    private List<Segment.Frame> frames(int samples, @Nullable Position upTo) throws IOException {
        List<Segment.Frame> frames = new ArrayList<>();
        long have = 0;
        for (Segment segment :
                List.copyOf(segments.tailMap(read.segment(), true).values())) {
            long at = segment.number == read.segment() ? Math.max(read.offset(), Segment.HEADER) : Segment.HEADER;
            while (at < segment.length()) {
                if (have >= samples || (upTo != null && new Position(segment.number, at).compareTo(upTo) >= 0)) {
                    return frames;
                }
                Segment.Frame frame = segment.read(at);
                if (frame == null) {
                    if (frames.isEmpty()) {
                        damaged(segment, at);
                    }
                    break;
                }
                if (!frames.isEmpty() && have + frame.samples() > samples) {
                    return frames;
                }
                frames.add(frame);
                have += frame.samples();
                at = frame.end().offset();
            }
            if (at < segment.length() && !frames.isEmpty()) {
                // Damage behind good frames: those first.
                return frames;
            }
        }
        return frames;
    }

    /** Gives up what a segment holds from a place on. */
    private void damaged(Segment segment, long at) throws IOException {
        long lost = segment.samples() - readSamples.getOrDefault(segment.number, 0L);
        LOG.error("{} is damaged at byte {}: {} samples in it are dropped", segment, at, lost);
        dropped += lost;
        waiting -= lost;
        readSamples.put(segment.number, segment.samples());
        read = new Position(segment.number, segment.length());
        position.took(read);
    }

    /** Forgets frames that {@link #next} gave: they were sent, or are given up. */
    void done(List<Segment.Frame> frames) throws IOException {
        guard.lock();
        try {
            for (Segment.Frame frame : frames) {
                long number = frame.end().segment();
                if (segments.containsKey(number)) {
                    readSamples.merge(number, (long) frame.samples(), Long::sum);
                    waiting -= frame.samples();
                }
            }
            read = frames.get(frames.size() - 1).end();
            position.took(read);
            for (Segment segment : List.copyOf(segments.values())) {
                boolean all = segment.number < read.segment()
                        || (segment.number == read.segment() && read.offset() >= segment.length());
                if (all && segment != writing) {
                    remove(segment);
                }
            }
        } finally {
            guard.unlock();
        }
    }

    // ---- what there is

    /** Samples that were not sent yet. */
    long waiting() {
        guard.lock();
        try {
            return waiting;
        } finally {
            guard.unlock();
        }
    }

    /** Samples that were lost here: over the bound, damaged or not written. */
    long dropped() {
        guard.lock();
        try {
            return dropped;
        } finally {
            guard.unlock();
        }
    }

    /** Bytes of all segments. */
    long bytes() {
        guard.lock();
        try {
            return segments.values().stream().mapToLong(Segment::length).sum();
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
            for (Segment segment : segments.values()) {
                segment.close();
            }
            position.close();
        } finally {
            lock.release();
            lockFile.close();
            guard.unlock();
        }
    }
}
