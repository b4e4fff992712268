package org.chroma.prometheus.internal;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.snappy.SnappyCompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import java.io.IOException;
import java.util.Arrays;

/** Snappy's block format, which remote write wants. */
final class Snappy {
    private Snappy() {}

    static byte[] compress(byte[] bytes) {
        SnappyCompressor compressor = new SnappyCompressor();
        byte[] room = new byte[compressor.maxCompressedLength(bytes.length)];
        return Arrays.copyOf(room, compressor.compress(bytes, 0, bytes.length, room, 0, room.length));
    }

    static byte[] decompress(byte[] bytes) throws IOException {
        try {
            byte[] plain = new byte[SnappyDecompressor.getUncompressedLength(bytes, 0)];
            int length = new SnappyDecompressor().decompress(bytes, 0, bytes.length, plain, 0, plain.length);
            return length == plain.length ? plain : Arrays.copyOf(plain, length);
        } catch (MalformedInputException e) {
            throw new IOException("Not Snappy's block format", e);
        }
    }
}
