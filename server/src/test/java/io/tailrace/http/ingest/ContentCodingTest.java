package io.tailrace.http.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import io.tailrace.testing.HttpSocket;
import io.tailrace.testing.HttpSocket.Answer;
import io.tailrace.testing.ServerExtension;
import io.tailrace.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compressed bodies, and those that only say so. */
final class ContentCodingTest {

    private static final int MAX_BODY = 1 << 20;
    private static final String ENTRY = "{\"service\":\"s\",\"level\":\"info\",\"message\":\"é 中 😀\"}";

    @RegisterExtension
    static final ServerExtension server = new ServerExtension(TestServer.with().maxBodyBytes(MAX_BODY));

    private final HttpSocket http = server.connect();

    /** A way to compress, under the name that HTTP gives it. */
    enum Coding {
        GZIP("gzip"),
        ZLIB("deflate"),
        RAW_DEFLATE("deflate"),
        ZSTD("zstd");

        private final String header;

        Coding(String name) {
            header = "Content-Encoding: " + name;
        }

        byte[] encode(byte[] plain) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (OutputStream encoder = encoder(out)) {
                encoder.write(plain);
            }
            return out.toByteArray();
        }

        OutputStream encoder(OutputStream out) throws IOException {
            return switch (this) {
                case GZIP -> new GZIPOutputStream(out);
                case ZLIB -> new DeflaterOutputStream(out);
                case RAW_DEFLATE -> new DeflaterOutputStream(out, new Deflater(Deflater.DEFAULT_COMPRESSION, true));
                case ZSTD -> new ZstdOutputStreamNoFinalizer(out);
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCompressedBodyOfEveryShapeIsRead(Coding coding) throws IOException {
        assertThat(json(coding.encode(ENTRY.getBytes(UTF_8)), coding.header).at("message"))
                .isEqualTo("é 中 😀");
        assertThat(json(coding.encode(("[" + ENTRY + "," + ENTRY + "]").getBytes(UTF_8)), coding.header)
                        .at("accepted"))
                .isEqualTo(2L);
        assertThat(lines(coding.encode((ENTRY + "\n").repeat(1000).getBytes(UTF_8)), coding.header)
                        .at("accepted"))
                .isEqualTo(1000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GZIP", " gzip ", "x-gzip", "X-GZip"})
    void gzipIsKnownByEachOfItsNames(String name) throws IOException {
        assertThat(json(Coding.GZIP.encode(ENTRY.getBytes(UTF_8)), "Content-Encoding: " + name)
                        .status())
                .isEqualTo(201);
    }

    @Test
    void identityIsNoCompression() throws IOException {
        assertThat(json(ENTRY.getBytes(UTF_8), "Content-Encoding: identity").status())
                .isEqualTo(201);
    }

    @Test
    void aBodyOfSeveralMembersIsReadToItsEnd() throws IOException {
        for (Coding coding : new Coding[] {Coding.GZIP, Coding.ZSTD}) {
            ByteArrayOutputStream members = new ByteArrayOutputStream();
            members.writeBytes(coding.encode((ENTRY + "\n").getBytes(UTF_8)));
            members.writeBytes(coding.encode((ENTRY + "\n").getBytes(UTF_8)));

            assertThat(lines(members.toByteArray(), coding.header).at("accepted"))
                    .as(coding.header)
                    .isEqualTo(2L);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "compress", "gzip, gzip", "gzip,zstd", "gzip;q=1"})
    void anyOtherCodingIsRefused(String name) throws IOException {
        Answer answer = json(ENTRY.getBytes(UTF_8), "Content-Encoding: " + name);

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.at("code")).isEqualTo("unsupported_encoding");
        assertThat((String) answer.at("error")).contains("gzip", "deflate", "zstd");
    }

    @ParameterizedTest
    @EnumSource
    void aTruncatedBodyIsRefusedAndNothingOfItIsKept(Coding coding) throws IOException {
        long before = (long) http.post(ENTRY).at("id");
        byte[] whole = coding.encode((ENTRY + "\n").repeat(1000).getBytes(UTF_8));

        for (int length : new int[] {1, 3, whole.length / 2, whole.length - 1}) {
            assertInvalid(lines(Arrays.copyOf(whole, length), coding.header));
        }
        assertThat(http.post(ENTRY).at("id")).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @EnumSource
    void aBodyThatIsNotCompressedAsItSaysIsRefused(Coding coding) throws IOException {
        assertInvalid(json(ENTRY.getBytes(UTF_8), coding.header));
    }

    @Test
    void aBodyWithAWrongChecksumIsRefused() throws IOException {
        byte[] body = Coding.GZIP.encode(ENTRY.getBytes(UTF_8));
        body[body.length - 8] ^= 1;

        assertInvalid(json(body, Coding.GZIP.header));
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsAnEmptyBodyCompressedOrNot(Coding coding) throws IOException {
        for (byte[] nothing : new byte[][] {{}, coding.encode(new byte[0])}) {
            Answer answer = json(nothing, coding.header);

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.at("code")).isEqualTo("empty_body");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBodyIsBoundedAfterDecompression(Coding coding) throws IOException {
        byte[] plain = new byte[MAX_BODY + 1];
        Arrays.fill(plain, (byte) ' ');
        System.arraycopy(ENTRY.getBytes(UTF_8), 0, plain, 0, ENTRY.getBytes(UTF_8).length);

        assertThat(json(coding.encode(Arrays.copyOf(plain, MAX_BODY)), coding.header)
                        .status())
                .isEqualTo(201);
        assertThat(json(coding.encode(plain), coding.header).at("code")).isEqualTo("body_too_large");
    }

    @ParameterizedTest
    @EnumSource
    void aBombIsNotUnpackedBeyondTheBound(Coding coding) throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        byte[] zeros = new byte[MAX_BODY];
        try (OutputStream encoder = coding.encoder(bomb)) {
            for (int i = 0; i < 64; i++) {
                encoder.write(zeros);
            }
        }

        Answer answer = json(bomb.toByteArray(), coding.header);

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.at("code")).isEqualTo("body_too_large");
    }

    @Test
    void aFrameThatAsksForAHugeWindowIsRefused() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (ZstdOutputStreamNoFinalizer encoder = new ZstdOutputStreamNoFinalizer(body)) {
            encoder.setLong(27).setLevel(Zstd.minCompressionLevel());
            encoder.write(ENTRY.getBytes(UTF_8));
            encoder.flush();
        }

        assertInvalid(json(body.toByteArray(), Coding.ZSTD.header));
    }

    private Answer json(byte[] body, String coding) throws IOException {
        return http.post("/api/logs", "application/json", body, coding);
    }

    private Answer lines(byte[] body, String coding) throws IOException {
        return http.post("/api/logs", "application/x-ndjson", body, coding);
    }

    private static void assertInvalid(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.at("code")).isEqualTo("invalid_encoding");
    }
}
