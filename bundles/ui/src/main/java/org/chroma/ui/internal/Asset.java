package org.chroma.ui.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** One file as browsers get it, plain and compressed. */
final class Asset {
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "json", "application/json");

    private final String contentType;
    private final byte[] plain;
    private final byte[] compressed;

    Asset(String path, byte[] content) {
        this.contentType = TYPES.getOrDefault(path.substring(path.lastIndexOf('.') + 1), "text/plain; charset=utf-8");
        this.plain = content;
        this.compressed = gzip(content);
    }

    String contentType() {
        return contentType;
    }

    /** The bytes to send; the caller must not change them. */
    byte[] bytes(boolean gzip) {
        return gzip ? compressed : plain;
    }

    /** Whether compressing is worth it: not for images and the like. */
    boolean compressible() {
        return compressed.length < plain.length;
    }

    private static byte[] gzip(byte[] content) {
        var bytes = new ByteArrayOutputStream(content.length / 2 + 64);
        try (var stream = new GZIPOutputStream(bytes)) {
            stream.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }
}
