package org.chroma.prometheus.internal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * Remembers how far the queue was sent. Two slots are written in turn, so that a write that is torn leaves the one
 * before.
 *
 * <p>Beside what was taken for sure stands how far the request went that was under way: after a crash exactly that
 * request is sent again, which an endpoint that has it already recognizes as a whole.
 */
final class PositionFile implements Closeable {
    private static final int SLOT = 512;
    private static final int LENGTH = 5 * Long.BYTES;

    private final FileChannel channel;
    private long writes;
    private Position taken = Position.BEGIN;
    private Position tried = Position.BEGIN;

    PositionFile(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        for (int slot = 0; slot < 2; slot++) {
            ByteBuffer in = ByteBuffer.allocate(LENGTH + Integer.BYTES);
            while (in.hasRemaining() && channel.read(in, (long) slot * SLOT + in.position()) > 0) {
                // reads on
            }
            in.flip();
            if (in.remaining() == LENGTH + Integer.BYTES && in.getInt(LENGTH) == checksum(in.array())) {
                long number = in.getLong();
                if (number > writes) {
                    writes = number;
                    taken = new Position(in.getLong(), in.getLong());
                    tried = new Position(in.getLong(), in.getLong());
                }
            }
        }
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, LENGTH);
        return (int) crc.getValue();
    }

    /** Up to where the endpoint has taken everything. */
    Position taken() {
        return taken;
    }

    /** Up to where it was tried; not before {@link #taken}. */
    Position tried() {
        return tried.compareTo(taken) < 0 ? taken : tried;
    }

    /**
     * Notes that a request up to a place is about to be sent. Survives the end of this process, not that of the
     * machine.
     */
    void trying(Position end) throws IOException {
        tried = end;
        write();
    }

    /** Notes, for good, that everything up to a place was taken or given up. */
    void took(Position end) throws IOException {
        taken = end;
        write();
        channel.force(false);
    }

    private void write() throws IOException {
        writes++;
        ByteBuffer out = ByteBuffer.allocate(LENGTH + Integer.BYTES);
        out.putLong(writes).putLong(taken.segment()).putLong(taken.offset());
        out.putLong(tried().segment()).putLong(tried().offset());
        out.putInt(checksum(out.array()));
        out.flip();
        long at = writes % 2 * SLOT;
        while (out.hasRemaining()) {
            at += channel.write(out, at);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
