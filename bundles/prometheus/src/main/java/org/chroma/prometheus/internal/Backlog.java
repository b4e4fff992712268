package org.chroma.prometheus.internal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What lies on disk and was not sent yet: the segments, and how far they were read. Every sample that came in is
 * counted as waiting until it was sent, or as dropped where it was lost: over the bound, damaged, or not written.
 *
 * <p>Knows no threads: the {@link DiskQueue} holds its guard around every call. Only what the segment that is being
 * written
 * {@linkplain Segment#append appends} may be under way meanwhile, which nobody sees before it is
 * {@linkplain #appended counted}.
 */
final class Backlog implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);

    private final Path directory;
    private final long mostBytes;
    private final long segmentBytes;
    private final PositionFile position;
    private final TreeMap<Long, Segment> segments = new TreeMap<>();
    private @Nullable Segment writing;
    private long nextNumber = 1;

    private Position read;
    /** Samples before the reading position, by segment. */
    private final TreeMap<Long, Long> readSamples = new TreeMap<>();

    private long waiting;
    private long dropped;

    /** Finds what an earlier process left. Nobody else may use the directory. */
    Backlog(Path directory, long mostBytes) throws IOException {
        this.directory = directory;
        this.mostBytes = mostBytes;
        this.segmentBytes = Math.min(16L << 20, mostBytes / 8);
        position = new PositionFile(directory.resolve("position"));
        read = position.taken();
        recover();
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

    // ---- writing

    /** The segment that takes the next frames; a new one where the one before is full or broken. */
    Segment writable() throws IOException {
        Segment target = writing;
        if (target == null || target.length() >= segmentBytes) {
            writing = null;
            target = Segment.create(directory, nextNumber++);
            segments.put(target.number, target);
            writing = target;
        }
        return target;
    }

    /** Counts frames that were appended, and lets the oldest segments go if there is too much now. */
    void appended(Segment target, List<WriteRequest> frames) {
        target.publish(frames);
        waiting += samples(frames);
        bound();
    }

    /**
     * Counts frames as lost whose writing failed: nobody knows what is in the file, so it goes on in the next one.
     *
     * @return how many samples are lost with them
     */
    long abandon(List<WriteRequest> frames) {
        writing = null;
        long lost = samples(frames);
        drop(lost);
        return lost;
    }

    /** Counts samples as lost. */
    void drop(long samples) {
        dropped += samples;
    }

    private static long samples(List<WriteRequest> frames) {
        return frames.stream().mapToLong(WriteRequest::samples).sum();
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
     * Whether a request was tried of which nothing is known, in this process or one before; exactly that one is to be
     * sent again.
     */
    boolean tried() {
        return position.tried().compareTo(read) > 0;
    }

    /** The frames of the request that was tried; none if they are gone. */
    List<Segment.Frame> again() throws IOException {
        return trying(frames(Integer.MAX_VALUE, position.tried()));
    }

    /**
     * The next frames that have the given number of samples together, at least one; none if all that is left is
     * damaged, which is given up now.
     */
    List<Segment.Frame> next(int samples) throws IOException {
        return trying(frames(samples, null));
    }

    private List<Segment.Frame> trying(List<Segment.Frame> frames) throws IOException {
        if (!frames.isEmpty()) {
            position.trying(frames.get(frames.size() - 1).end());
        }
        return frames;
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

    /** Forgets frames that were sent, or are given up, and the segments that have no others. */
    void done(List<Segment.Frame> frames) throws IOException {
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
    }

    // ---- what there is

    /** Samples that were not sent yet. */
    long waiting() {
        return waiting;
    }

    /** Samples that were lost. */
    long dropped() {
        return dropped;
    }

    /** Bytes of all segments. */
    long bytes() {
        return segments.values().stream().mapToLong(Segment::length).sum();
    }

    @Override
    public void close() throws IOException {
        for (Segment segment : segments.values()) {
            segment.close();
        }
        position.close();
    }
}
