package org.chroma.prometheus.internal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One file of the queue: a magic number, then frames of length, checksum, number of samples and bytes. The checksum
 * covers what follows it.
 */
final class Segment implements Closeable {
    static final String SUFFIX = ".queue";
    static final int HEADER = Long.BYTES;
    static final int FRAME_HEADER = 3 * Integer.BYTES;

    private static final long MAGIC = 0x4348_524F_5155_4531L;

    /** A request's worth of samples is a few megabytes; a longer frame is damage. */
    private static final int LONGEST = 256 << 20;

    /**
     * A part of the queue that is written and sent as a whole.
     *
     * @param end where the next one begins
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares frames
    record Frame(int samples, byte[] bytes, Position end) {}

    final long number;
    private final Path file;
    private final FileChannel channel;
    /** Up to where readers may read; what is behind is being written. */
    private long length;

    private long samples;

    private Segment(long number, Path file, FileChannel channel) {
        this.number = number;
        this.file = file;
        this.channel = channel;
    }

    static Path file(Path directory, long number) {
        return directory.resolve("%012d%s".formatted(number, SUFFIX));
    }

    static Segment create(Path directory, long number) throws IOException {
        Path file = file(directory, number);
        Segment segment = new Segment(
                number,
                file,
                FileChannel.open(
                        file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE));
        segment.write(ByteBuffer.allocate(HEADER).putLong(MAGIC).flip());
        segment.length = HEADER;
        try (FileChannel folder = FileChannel.open(directory, StandardOpenOption.READ)) {
            folder.force(true);
        }
        return segment;
    }

    /** Opens what an earlier process wrote, up to its last whole frame. */
    static Segment open(Path directory, long number) throws IOException {
        Path file = file(directory, number);
        Segment segment = new Segment(number, file, FileChannel.open(file, StandardOpenOption.READ));
        segment.measure();
        return segment;
    }

    private void measure() throws IOException {
        ByteBuffer magic = ByteBuffer.allocate(HEADER);
        if (!fill(magic, 0) || magic.getLong(0) != MAGIC) {
            return;
        }
        length = HEADER;
        long size = channel.size();
        ByteBuffer header = ByteBuffer.allocate(FRAME_HEADER);
        while (fill(header.clear(), length)) {
            int bytes = header.getInt(0);
            if (bytes <= 0 || bytes > LONGEST || length + FRAME_HEADER + bytes > size) {
                return;
            }
            samples += header.getInt(2 * Integer.BYTES);
            length += FRAME_HEADER + bytes;
        }
    }

    private boolean fill(ByteBuffer buffer, long from) throws IOException {
        long at = from;
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer, at);
            if (read < 0) {
                return false;
            }
            at += read;
        }
        return true;
    }

    /** Bytes of whole frames, with the magic number. */
    long length() {
        return length;
    }

    /** Bytes that the file has behind its last whole frame: a write that was torn, or damage. */
    long torn() throws IOException {
        return channel.size() - length;
    }

    /** Samples of all frames. */
    long samples() {
        return samples;
    }

    /**
     * Writes frames and forces them to the disk, but shows them to nobody before {@link #publish}. On failure nobody
     * knows what is in the file.
     */
    void append(List<WriteRequest> frames) throws IOException {
        int total = frames.stream()
                .mapToInt(frame -> FRAME_HEADER + frame.bytes().length)
                .sum();
        ByteBuffer out = ByteBuffer.allocate(total);
        for (WriteRequest frame : frames) {
            out.putInt(frame.bytes().length).putInt(checksum(frame.samples(), frame.bytes()));
            out.putInt(frame.samples()).put(frame.bytes());
        }
        write(out.flip());
        channel.force(false);
    }

    private void write(ByteBuffer out) throws IOException {
        long at = length;
        while (out.hasRemaining()) {
            at += channel.write(out, at);
        }
    }

    /** Makes what was appended readable. */
    void publish(List<WriteRequest> frames) {
        for (WriteRequest frame : frames) {
            length += FRAME_HEADER + frame.bytes().length;
            samples += frame.samples();
        }
    }

    /** The frame at an offset, or null if it is damaged; the offset must be before {@link #length}. */
    @Nullable
    Frame read(long offset) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(FRAME_HEADER);
        if (!fill(header, offset)) {
            return null;
        }
        int size = header.getInt(0);
        if (size <= 0 || size > LONGEST || offset + FRAME_HEADER + size > length) {
            return null;
        }
        byte[] bytes = new byte[size];
        int count = header.getInt(2 * Integer.BYTES);
        if (!fill(ByteBuffer.wrap(bytes), offset + FRAME_HEADER) || checksum(count, bytes) != header.getInt(4)) {
            return null;
        }
        return new Frame(count, bytes, new Position(number, offset + FRAME_HEADER + size));
    }

    private static int checksum(int samples, byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(samples).flip());
        crc.update(bytes);
        return (int) crc.getValue();
    }

    void delete() throws IOException {
        channel.close();
        Files.deleteIfExists(file);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
