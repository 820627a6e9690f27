package io.tailrace.http.ingest;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** How a body is compressed. Decoding never makes more bytes than it is allowed to, however small the body is. */
enum ContentCoding {
    IDENTITY,
    GZIP,
    DEFLATE,
    ZSTD;

    /** The largest window that a zstd body may ask memory for: 16 MiB. */
    private static final int ZSTD_MAX_WINDOW_LOG = 24;

    /** The coding that a {@code Content-Encoding} header names. */
    static ContentCoding of(@Nullable String header) throws BodyException {
        return switch (header == null ? "" : header.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> IDENTITY;
            case "gzip", "x-gzip" -> GZIP;
            case "deflate" -> DEFLATE;
            case "zstd" -> ZSTD;
            default ->
                throw new BodyException(
                        415, "unsupported_encoding", "Content-Encoding must be gzip, deflate or zstd, or not be given");
        };
    }

    byte[] decode(byte[] body, long maxBytes) throws BodyException {
        if (this == IDENTITY || body.length == 0) {
            return body;
        }
        try (InputStream in = open(body)) {
            byte[] decoded = in.readNBytes((int) maxBytes + 1);
            if (decoded.length > maxBytes) {
                throw BodyException.tooLarge(maxBytes);
            }
            return decoded;
        } catch (IOException broken) {
            throw new BodyException(
                    400,
                    "invalid_encoding",
                    "the body is not valid " + name().toLowerCase(Locale.ROOT) + ", or is cut short");
        }
    }

    private InputStream open(byte[] body) throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(body);
        return switch (this) {
            case IDENTITY -> in;
            case GZIP -> new GZIPInputStream(in, 64 << 10);
            case DEFLATE -> new Inflating(in, new Inflater(!hasZlibHeader(body)));
            case ZSTD -> new ZstdInputStreamNoFinalizer(in).setLongMax(ZSTD_MAX_WINDOW_LOG);
        };
    }

    /** Gives the inflater's memory back when it is closed, which the JDK's stream does only for one that it made itself. */
    private static final class Inflating extends InflaterInputStream {

        Inflating(InputStream in, Inflater inflater) {
            super(in, inflater, 64 << 10);
        }

        @Override
        public void close() throws IOException {
            super.close();
            inf.end();
        }
    }

    /** What HTTP calls deflate is zlib, but some clients send the bare stream. */
    private static boolean hasZlibHeader(byte[] body) {
        return body.length >= 2 && (body[0] & 0x0F) == 8 && ((body[0] & 0xFF) << 8 | (body[1] & 0xFF)) % 31 == 0;
    }
}
