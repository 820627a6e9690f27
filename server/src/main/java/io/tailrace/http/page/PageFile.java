package io.tailrace.http.page;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * One file as it is sent. Immutable, for all threads.
 *
 * @param type its media type
 * @param plain its bytes
 * @param gzip its bytes compressed with gzip, unless that is no shorter
 * @param etag names its content; weak, as the same name stands for both forms of it
 */
record PageFile(String type, Buffer plain, Optional<Buffer> gzip, String etag) {

    private static final int TAG_DIGITS = 16;
    private static final String OTHER_TYPE = "text/plain; charset=utf-8";
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml",
            "png", "image/png");

    /** The file of this name, such as {@code list/entry-list.js}; what it is its ending says. */
    static PageFile of(String name, byte[] bytes) {
        String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), OTHER_TYPE);
        byte[] compressed = compress(bytes);
        Optional<Buffer> gzip = compressed.length < bytes.length ? Optional.of(shared(compressed)) : Optional.empty();
        String digest = HexFormat.of().formatHex(sha256().digest(bytes));
        return new PageFile(type, shared(bytes), gzip, "W/\"" + digest.substring(0, TAG_DIGITS) + '"');
    }

    /** Whether a client that named these tags, separated by commas, has this content; {@code *} is any content. */
    boolean isNamedIn(String ifNoneMatch) {
        String opaque = etag.substring("W/".length());
        return ifNoneMatch.contains(opaque) || ifNoneMatch.strip().equals("*");
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** Beside the heap and the collector's to free, so that sending it takes no copy, however many are slow to take it. */
    private static Buffer shared(byte[] bytes) {
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        return BufferInternal.buffer(Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(direct)));
    }

    private static byte[] compress(byte[] bytes) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (BestGzip gzip = new BestGzip(compressed)) {
            gzip.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory cannot be written", impossible);
        }
        return compressed.toByteArray();
    }

    /** Each file is compressed once and sent often, so it takes the time for the best level. */
    private static final class BestGzip extends GZIPOutputStream {

        BestGzip(ByteArrayOutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
