package org.chroma.statistics.internal.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.chroma.statistics.internal.codec.ByteReader;
import org.chroma.statistics.internal.codec.ByteWriter;
import org.chroma.statistics.internal.codec.CorruptDataException;
import org.chroma.statistics.internal.codec.Frames;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps blocks in one file that is only appended to, and in memory while it is open: for small stores that stand alone.
 * A torn end of the file is cut off; what it held is still in the log.
 */
public final class FileBlockStore implements BlockStore {
    private static final Logger LOG = LoggerFactory.getLogger(FileBlockStore.class);
    private static final int SAVE = 1;
    private static final int DROP = 2;
    private static final int EXPIRE = 3;

    private final MemoryBlockStore memory = new MemoryBlockStore();
    private final FileChannel file;

    public FileBlockStore(Path path) throws IOException {
        byte[] bytes = Files.exists(path) ? Files.readAllBytes(path) : new byte[0];
        int at = Frames.read(bytes, 0, this::replay);
        file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (at < bytes.length) {
            LOG.warn("{} ends in a torn or damaged write; {} bytes cut off", path, bytes.length - at);
            file.truncate(at);
        }
        file.position(at);
    }

    private void replay(ByteReader in) {
        int kind = in.u8();
        switch (kind) {
            case SAVE -> {
                List<Flush> flushes = new ArrayList<>();
                int count = in.count(1 << 20);
                for (int i = 0; i < count; i++) {
                    flushes.add(flush(in));
                }
                memory.save(flushes);
            }
            case DROP -> memory.drop(in.varint());
            case EXPIRE -> memory.expire(in.varint(), in.zigzag());
            default -> throw new CorruptDataException("unknown record " + kind);
        }
    }

    private static Flush flush(ByteReader in) {
        long id = in.varint();
        String key = in.string();
        byte[] definition = part(in);
        byte[] resume = part(in);
        byte[] carry = part(in);
        int blocks = in.count(1 << 20);
        List<Block> all = new ArrayList<>(blocks);
        for (int b = 0; b < blocks; b++) {
            all.add(new Block(id, in.varint(), in.zigzag(), in.zigzag(), in.blob()));
        }
        return new Flush(id, key, definition, resume, carry, all);
    }

    private static byte @Nullable [] part(ByteReader in) {
        return in.u8() == 0 ? null : in.blob();
    }

    private static void part(ByteWriter out, byte @Nullable [] value) {
        out.u8(value == null ? 0 : 1);
        if (value != null) {
            out.blob(value);
        }
    }

    @Override
    public List<Stored> load() {
        return memory.load();
    }

    @Override
    public synchronized void save(Collection<Flush> flushes) throws IOException {
        ByteWriter out = new ByteWriter(1 << 12);
        out.u8(SAVE);
        out.varint(flushes.size());
        for (Flush flush : flushes) {
            out.varint(flush.id());
            out.string(flush.key());
            part(out, flush.definition());
            part(out, flush.resume());
            part(out, flush.carry());
            out.varint(flush.blocks().size());
            for (Block block : flush.blocks()) {
                out.varint(block.resolution());
                out.zigzag(block.start());
                out.zigzag(block.end());
                out.blob(block.data());
            }
        }
        append(out);
        memory.save(flushes);
    }

    private void append(ByteWriter record) throws IOException {
        ByteWriter out = new ByteWriter(record.length + Frames.HEADER);
        Frames.write(out, record.bytes, record.length, Frames.checksum(record.bytes, record.length));
        ByteBuffer frame = ByteBuffer.wrap(out.bytes, 0, out.length);
        long before = file.position();
        try {
            while (frame.hasRemaining()) {
                file.write(frame);
            }
            file.force(false);
        } catch (IOException | RuntimeException | Error e) {
            file.truncate(before);
            throw e;
        }
    }

    @Override
    public List<byte[]> read(long entity, long resolution, long from, long to) {
        return memory.read(entity, resolution, from, to);
    }

    @Override
    public synchronized void drop(long entity) throws IOException {
        ByteWriter out = new ByteWriter(16);
        out.u8(DROP);
        out.varint(entity);
        append(out);
        memory.drop(entity);
    }

    @Override
    public synchronized void expire(long resolution, long before) throws IOException {
        long bytes = memory.bytes(resolution);
        memory.expire(resolution, before);
        if (memory.bytes(resolution) < bytes) {
            ByteWriter out = new ByteWriter(32);
            out.u8(EXPIRE);
            out.varint(resolution);
            out.zigzag(before);
            append(out);
        }
    }

    @Override
    public long bytes() {
        return memory.bytes();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
