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
import org.chroma.statistics.internal.codec.ByteWriter;
import org.chroma.statistics.internal.codec.Frames;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file of the write-ahead log: how it begins, and what becomes of a torn end.
 *
 * <p>Behind eight bytes that say what it is lie {@linkplain Frames frames}. A frame that ends beyond the file is a torn
 * tail of a crash, was never acknowledged, and is cut off. A frame damaged otherwise ends the reading of the file:
 * where the next begins, nobody knows. The rest is kept beside it for examination and reported.
 */
final class LogSegment {
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

    /** Reads all frames, and cuts off what follows the last whole one. */
    void replay(WriteAheadLog.Replay replay) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int end = 0;
        if (bytes.length >= HEADER && (long) ByteWriter.LONG.get(bytes, 0) == MAGIC) {
            end = Frames.read(bytes, HEADER, payload -> replay.frame(number, payload));
        } else if (bytes.length >= HEADER) {
            LOG.error("Log segment {} does not begin as one; it is not used", file);
            keep(bytes, 0);
        }
        if (end < bytes.length) {
            cutOff(bytes, end);
        }
    }

    private void cutOff(byte[] bytes, int at) throws IOException {
        if (Frames.torn(bytes, at)) {
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

    private void keep(byte[] bytes, int from) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".damaged");
        Files.write(aside, Arrays.copyOfRange(bytes, from, bytes.length));
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
