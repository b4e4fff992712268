package org.chroma.statistics.internal.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.chroma.statistics.internal.codec.ByteReader;
import org.chroma.statistics.internal.codec.ByteWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file of the write-ahead log: how it begins, how frames lie in it, and what becomes of an end that is none.
 *
 * <p>A frame is four bytes of length, four of CRC-32C and the payload. A frame that ends beyond the file is a torn tail
 * of a crash, was never acknowledged, and is cut off. A frame damaged otherwise ends the reading of the file: where the
 * next begins, nobody knows. The rest is kept beside it for examination and reported.
 */
final class LogSegment {
    /** Bytes before the payload of each frame. */
    static final int FRAME_HEADER = 8;

    private static final Logger LOG = LoggerFactory.getLogger(LogSegment.class);
    private static final long MAGIC = 0x4C_4157_5F44_3352L;
    private static final int HEADER = 8;
    private static final String SUFFIX = ".log";

    private final Path directory;
    private final Path file;
    private final int number;

    private LogSegment(Path directory, Path file, int number) {
        this.directory = directory;
        this.file = file;
        this.number = number;
    }

    LogSegment(Path directory, int number) {
        this(directory, directory.resolve("%010d%s".formatted(number, SUFFIX)), number);
    }

    /** The segments that lie in a directory, oldest first. */
    static List<LogSegment> in(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .sorted()
                    .map(file -> new LogSegment(
                            directory,
                            file,
                            Integer.parseInt(file.getFileName().toString().replace(SUFFIX, ""))))
                    .toList();
        }
    }

    int number() {
        return number;
    }

    long size() throws IOException {
        return Files.size(file);
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    /** What a frame says of its payload; computed beforehand, since it takes a while. */
    static int checksum(byte[] payload, int length) {
        return checksum(payload, 0, length);
    }

    private static int checksum(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    /** Adds a frame to what is to be written to a segment. */
    static void frame(ByteWriter out, byte[] payload, int length, int checksum) {
        out.i32(length);
        out.i32(checksum);
        out.bytes(payload, 0, length);
    }

    /** Makes the file, which must not be there yet, and makes sure that it is there after a crash. */
    FileChannel create() throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            ByteBuffer header = ByteBuffer.allocate(HEADER);
            ByteWriter.LONG.set(header.array(), 0, MAGIC);
            channel.write(header);
            try (FileChannel folder = FileChannel.open(directory, StandardOpenOption.READ)) {
                folder.force(true);
            }
            return channel;
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    /** Reads all frames, and cuts off what is none. */
    void replay(WriteAheadLog.Replay replay) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int end = 0;
        if (bytes.length >= HEADER && (long) ByteWriter.LONG.get(bytes, 0) == MAGIC) {
            end = frames(bytes, replay);
        } else if (bytes.length >= HEADER) {
            LOG.error("Log segment {} does not begin as one; it is not used", file);
            keep(bytes, 0);
        }
        if (end < bytes.length) {
            cutOff(bytes, end);
        }
    }

    /** Hands on the payloads; answers where the last good frame ends. */
    private int frames(byte[] bytes, WriteAheadLog.Replay replay) {
        int at = HEADER;
        while (bytes.length - at >= FRAME_HEADER) {
            int length = (int) ByteWriter.INT.get(bytes, at);
            if (length <= 0 || length > bytes.length - at - FRAME_HEADER) {
                break;
            }
            int payload = at + FRAME_HEADER;
            if (checksum(bytes, payload, length) != (int) ByteWriter.INT.get(bytes, at + 4)) {
                break;
            }
            replay.frame(number, new ByteReader(bytes, payload, payload + length));
            at = payload + length;
        }
        return at;
    }

    private void cutOff(byte[] bytes, int at) throws IOException {
        if (torn(bytes, at)) {
            LOG.warn("Log segment {} ends in a torn write; {} bytes cut off", file, bytes.length - at);
        } else {
            LOG.error(
                    "Log segment {} is damaged at byte {}; the {} bytes from there on are set aside",
                    file,
                    at,
                    bytes.length - at);
            keep(bytes, at);
        }
        try (FileChannel cut = FileChannel.open(file, StandardOpenOption.WRITE)) {
            cut.truncate(at);
            cut.force(true);
        }
    }

    /**
     * Whether a crash alone explains what lies there: a frame that reaches the end or beyond, or space never written.
     */
    private static boolean torn(byte[] bytes, int at) {
        int length = bytes.length - at >= 4 ? (int) ByteWriter.INT.get(bytes, at) : Integer.MAX_VALUE;
        if (length <= 0) {
            return allZero(bytes, at);
        }
        return length >= bytes.length - at - FRAME_HEADER;
    }

    private static boolean allZero(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private void keep(byte[] bytes, int from) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".damaged");
        Files.write(aside, Arrays.copyOfRange(bytes, from, bytes.length));
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
