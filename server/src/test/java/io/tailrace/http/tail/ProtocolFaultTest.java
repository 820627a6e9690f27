package io.tailrace.http.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.Await;
import io.tailrace.testing.Frame;
import io.tailrace.testing.LeakWatch;
import io.tailrace.testing.LogSender;
import io.tailrace.testing.RawWebSocket;
import io.tailrace.testing.ServerExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client that breaks the protocol is answered; a good client beside it notices nothing. */
@ExtendWith(LeakWatch.class)
final class ProtocolFaultTest {

    private static final int TEXT = 0x80 | Frame.TEXT;
    private static final int MAX_MESSAGE = 64 << 10;

    @RegisterExtension
    static final ServerExtension server = new ServerExtension();

    private final LogSender sender = server.sender();
    private RawWebSocket good;
    private RawWebSocket bad;

    @BeforeEach
    void open() throws IOException {
        good = RawWebSocket.v1(server.webSocket("/ws/logs"));
        bad = RawWebSocket.v1(server.webSocket("/ws/logs"));
        bad.readUntil("heartbeat");
    }

    @AfterEach
    void theOtherClientAndTheServerAreWell() throws IOException {
        bad.close();
        sender.send("after", "info", "still here");
        assertThat(good.readUntil("entries")).isNotNull();
        good.close();
        Await.until("both places are given back", () -> server.metric("tailrace_streams") == 0);
        Await.until("both connections are gone", () -> server.metric("tailrace_connections") <= 2);
    }

    /** A filter of so many bytes that no server should take. */
    private static byte[] filterOfLength(int bytes) {
        String start = "{\"search\":\"";
        String end = "\"}";
        return (start + "x".repeat(bytes - start.length() - end.length()) + end).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aGoodbyeWithACodeThatMayNotBeSentIsAnsweredAsAFault() throws IOException {
        bad.frame(0x80 | Frame.CLOSE, new byte[] {5000 >> 8, (byte) 5000});
        assertThat(bad.readClose()).isEqualTo(1002);
    }

    @Test
    void aGoodbyeIsAnsweredWithItsOwnCode() throws IOException {
        bad.frame(0x80 | Frame.CLOSE, new byte[] {4321 >> 8, (byte) 4321});
        assertThat(bad.readClose()).isEqualTo(4321);
    }

    @Test
    void aPeerThatSaysGoodbyeAndReadsNothingIsEnded() throws IOException {
        try (RawWebSocket deaf = RawWebSocket.small(server.webSocket("/ws/logs?after=0"))) {
            for (int i = 0; i < 20; i++) {
                sender.sendMany(100, "flood", "info", "x".repeat(10_000));
            }
            Await.until("nobody reads", () -> server.metric("tailrace_stream_parked") == 3);
            deaf.frame(0x80 | Frame.CLOSE, new byte[] {1000 >> 8, (byte) 1000});
            Await.until("its place is free", () -> server.metric("tailrace_streams") == 2);
        }
    }

    @Test
    void aMessageInTinyPiecesIsAMessage() throws IOException {
        byte[] filter = filterOfLength(900);
        for (int i = 0; i < filter.length; i++) {
            int first = (i == 0 ? Frame.TEXT : Frame.CONTINUATION) | (i == filter.length - 1 ? 0x80 : 0);
            bad.frame(first, new byte[] {filter[i]});
            if (i % 100 == 50) {
                bad.frame(Frame.CONTINUATION, new byte[0]);
            }
        }
        assertThat(bad.readUntil("filter")).isNotNull();
    }

    @Test
    void piecesBeyondAMessagesBoundEndTheConnection() throws IOException {
        bad.frame(Frame.TEXT, new byte[MAX_MESSAGE]);
        bad.frame(Frame.CONTINUATION, new byte[1]);
        assertThat(bad.readClose()).isEqualTo(1009);
    }

    @Test
    void aMemberThatAMessageDoesNotHaveIsRefused() throws IOException {
        for (String message : new String[] {
            "{\"type\":\"pause\",\"for\":\"5s\"}",
            "{\"type\":\"resume\",\"from\":1}",
            "{\"type\":\"seek\",\"to\":\"live\",\"service\":\"a\"}",
            "{\"type\":\"rate\",\"max_per_second\":5,\"per\":\"minute\"}",
            "{\"type\":\"filter\",\"servise\":\"a\"}"
        }) {
            bad.text(message);
            assertThat(bad.readUntil("error")).as(message).containsEntry("code", "unknown_key");
        }
    }

    @Test
    void aFrameOf64KibIsReadAndAnswered() throws IOException {
        bad.frame(TEXT, filterOfLength(MAX_MESSAGE));
        assertThat(bad.readUntil("error")).containsEntry("code", "bad_filter");
    }

    @Test
    void aFrameOfMoreThan64KibClosesWith1009() throws IOException {
        bad.frame(TEXT, filterOfLength(MAX_MESSAGE + 1));
        assertThat(bad.readClose()).isEqualTo(1009);
    }

    @Test
    void aFrameThatAnnouncesGigabytesClosesWith1009BeforeTheyCome() throws IOException {
        bad.bytes(new byte[] {(byte) TEXT, (byte) 0xff, 0, 0, 0, 7, 0, 0, 0, 0, 1, 2, 3, 4});
        assertThat(bad.readClose()).isEqualTo(1009);
    }

    @Test
    void aMessageOfMoreThan64KibInFragmentsClosesWith1009() throws IOException {
        byte[] part = new byte[16 << 10];
        bad.frame(Frame.TEXT, part);
        for (int i = 0; i < 3; i++) {
            bad.frame(Frame.CONTINUATION, part);
        }
        bad.frame(Frame.CONTINUATION, new byte[1]);
        assertThat(bad.readClose()).isEqualTo(1009);
    }

    @Test
    void aMessageInFragmentsIsReadAsOneWithPingsInBetween() throws IOException {
        bad.frame(Frame.TEXT, "{\"serv".getBytes(StandardCharsets.UTF_8));
        bad.frame(0x80 | Frame.PING, "?".getBytes(StandardCharsets.UTF_8));
        bad.frame(Frame.CONTINUATION, new byte[0]);
        bad.frame(0x80 | Frame.CONTINUATION, "ice\":\"ü\"}".getBytes(StandardCharsets.UTF_8));
        Frame pong = bad.read();
        assertThat(pong.opcode()).isEqualTo(Frame.PONG);
        assertThat(pong.text()).isEqualTo("?");
        assertThat(bad.readText()).contains("\"filter\":{\"service\":\"ü\"}");
    }

    static Stream<Arguments> garbage() {
        Stream<String> noObjects = Stream.of(
                "",
                " ",
                "x",
                "null",
                "1",
                "\"a\"",
                "[]",
                "[{}]",
                "{",
                "}",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":[",
                "{\"a\":1}}",
                "{} {}",
                "{'a':1}",
                "\u0000",
                "{\"a\":\"\u0001\"}",
                "[".repeat(10_000));
        Stream<String> noTypes = Stream.of("{\"type\":\"subscribe\"}", "{\"type\":\"\"}", "{\"type\":1}");
        return Stream.concat(
                noObjects.map(text -> Arguments.of("invalid_json", text)),
                noTypes.map(text -> Arguments.of("unknown_type", text)));
    }

    @ParameterizedTest
    @MethodSource("garbage")
    void whatIsNotOfTheProtocolIsAnsweredByAnErrorTenTimesAndThenClosesWith4400(String code, String text)
            throws IOException {
        for (int i = 0; i < 10; i++) {
            bad.text(text);
            assertThat(bad.readUntil("error")).containsEntry("code", code);
        }
        bad.text("{\"service\":\"a\"}");
        assertThat(bad.readUntil("filter")).as("still open").isNotNull();
        bad.text(text);
        assertThat(bad.readClose()).isEqualTo(4400);
    }

    @Test
    void binaryFramesAreAnsweredByAnErrorTenTimesAndThenCloseWith4400() throws IOException {
        for (int i = 0; i < 10; i++) {
            bad.frame(0x80 | Frame.BINARY, "{}".getBytes(StandardCharsets.UTF_8));
            assertThat(bad.readUntil("error")).containsEntry("code", "binary_frame");
        }
        bad.frame(0x80 | Frame.BINARY, new byte[0]);
        assertThat(bad.readClose()).isEqualTo(4400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '`',
            value = {
                "unknown_key {\"colour\":\"red\"}",
                "bad_filter {\"level\":\"loud\"}",
                "bad_filter {\"user_id\":\"me\"}",
                "bad_message {\"user_id\":1.5}",
                "bad_message {\"service\":{\"a\":1}}",
                "bad_message {\"service\":true}",
                "bad_message {\"service\":\"a\",\"service\":\"b\"}",
                "bad_message {\"type\":null}",
                "bad_message {\"type\":[\"pause\",\"resume\"]}",
                "bad_message {\"type\":\"seek\"}",
                "bad_seek {\"type\":\"seek\",\"to\":\"yesterday\"}",
                "bad_seek {\"type\":\"seek\",\"to\":-1}",
                "bad_message {\"type\":\"rate\"}",
                "bad_rate {\"type\":\"rate\",\"max_per_second\":-1}",
                "bad_rate {\"type\":\"rate\",\"max_per_second\":\"many\"}",
                "bad_rate {\"type\":\"rate\",\"max_per_second\":99999999999}",
                "bad_filter {\"type\":\"filter\",\"min_level\":[\"info\",\"warn\"]}"
            })
    void aMessageThatBreaksARuleIsRefusedAndNeverCountsAsGarbage(String code, String text) throws IOException {
        for (int i = 0; i < 12; i++) {
            bad.text(text);
            assertThat(bad.readUntil("error")).containsEntry("code", code);
        }
    }

    @Test
    void anUnmaskedFrameClosesWith1002() throws IOException {
        bad.bytes(new byte[] {(byte) TEXT, 2, '{', '}'});
        assertThat(bad.readClose()).isEqualTo(1002);
    }

    @Test
    void textThatIsNotUtf8ClosesWith1007() throws IOException {
        bad.frame(TEXT, new byte[] {'{', (byte) 0xc3, '}'});
        assertThat(bad.readClose()).isEqualTo(1007);
    }

    @Test
    void aCloseOfTheClientIsAnsweredWithItsCode() throws IOException {
        bad.frame(0x80 | Frame.CLOSE, new byte[] {3, (byte) 0xe8});
        assertThat(bad.readClose()).isEqualTo(1000);
    }

    @Test
    void nothingIsSentBehindTheCloseFrame() throws IOException {
        bad.frame(TEXT, filterOfLength(MAX_MESSAGE));
        bad.readUntil("error");
        byte[] part = new byte[MAX_MESSAGE];
        bad.frame(Frame.TEXT, part);
        bad.frame(Frame.CONTINUATION, new byte[1]);
        Frame close = bad.read();
        assertThat(close.closeCode()).isEqualTo(1009);
        sender.send("late", "info", "not for a closed stream");
        assertThat(bad.isAtEnd()).isTrue();
    }

    @Test
    void randomBytesCloseTheConnectionAndNothingElse() throws IOException {
        Random random = new Random(7);
        for (int round = 0; round < 50; round++) {
            try (RawWebSocket noisy = RawWebSocket.v1(server.webSocket("/ws/logs"))) {
                byte[] noise = new byte[1 + random.nextInt(300)];
                random.nextBytes(noise);
                noisy.bytes(noise);
                noisy.vanish();
            }
        }
    }

    @Test
    void randomFramesOfAnyKindAreSurvived() throws IOException {
        Random random = new Random(11);
        for (int round = 0; round < 50; round++) {
            try (RawWebSocket noisy = RawWebSocket.v1(server.webSocket("/ws/logs"))) {
                for (int i = 0; i < 20; i++) {
                    byte[] noise = new byte[random.nextInt(200)];
                    random.nextBytes(noise);
                    noisy.frame(random.nextInt(256), noise);
                }
                noisy.vanish();
            } catch (IOException closedByTheServer) {
                assertThat(closedByTheServer).hasMessageContaining("");
            }
        }
    }
}
