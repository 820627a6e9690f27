package io.tailrace.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.HttpSocket;
import io.tailrace.testing.HttpSocket.Answer;
import io.tailrace.testing.Json;
import io.tailrace.testing.ServerExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of HTTP that hold on every path: methods, bad requests, and how long a connection lives. */
final class HttpRulesTest {

    private static final String ENTRY = "{\"service\":\"s\",\"level\":\"info\",\"message\":\"m\"}";

    @RegisterExtension
    static final ServerExtension server = new ServerExtension();

    private final HttpSocket http = server.connect();

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "DELETE", "PATCH", "BREW"})
    void aPathThatIsNotThereIsNotFoundByAnyMethod(String method) throws IOException {
        for (String path :
                new String[] {"/nothing", "/nothing.html", "/api", "/api/logs/no/such/path", "/ws", "/a/b/c"}) {
            assertError(request(method, path), 404, "not_found");
        }
        assertStillGood();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST   | /health             | GET, HEAD",
                "DELETE | /ready              | GET, HEAD",
                "PUT    | /metrics            | GET, HEAD",
                "POST   | /                   | GET, HEAD",
                "GET    | /api/logs/batch     | POST",
                "PUT    | /api/v1/logs/batch  | POST",
                "POST   | /api/logs/stream    | GET",
                "HEAD   | /api/logs/stream    | GET",
                "POST   | /ws/logs            | GET",
                "HEAD   | /ws/logs            | GET"
            })
    void aMethodThatAPathDoesNotTakeIsRefusedWithThoseItTakes(String method, String path, String allowed)
            throws IOException {
        http.say(HttpSocket.head(method, path, "Content-Length: 0") + "\r\n");
        Answer answer = method.equals("HEAD") ? http.answerWithoutBody() : http.answer();

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo(allowed);
        if (!method.equals("HEAD")) {
            assertError(answer, 405, "method_not_allowed");
        }
        assertStillGood();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "PUT", "PATCH", "post"})
    void entriesAreOnlyPosted(String method) throws IOException {
        Answer answer = request(method, "/api/logs");

        assertError(answer, 405, "method_not_allowed");
        assertThat(answer.header("Allow")).contains("POST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/ready", "/", "/nothing"})
    void headIsGetWithoutTheBody(String path) throws IOException {
        Answer whole = http.get(path);
        http.say(HttpSocket.head("HEAD", path) + "\r\n");
        Answer head = http.answerWithoutBody();

        assertThat(head.status()).isEqualTo(whole.status());
        assertThat(head.text()).isEmpty();
        assertThat(head.header("Content-Type")).isEqualTo(whole.header("Content-Type"));
        assertThat(head.header("ETag")).isEqualTo(whole.header("ETag"));
        assertStillGood();
    }

    @Test
    void headOfTheMetricsIsGood() throws IOException {
        http.say(HttpSocket.head("HEAD", "/metrics") + "\r\n");

        assertThat(http.answerWithoutBody().status()).isEqualTo(200);
        assertStillGood();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api/logs", "/api/logs/1", "/ws/logs", "/health", "*"})
    void optionsAreAnsweredWithWhatAPathTakes(String path) throws IOException {
        Answer answer = http.say(HttpSocket.head("OPTIONS", path) + "\r\n").answer();

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Allow")).contains("GET").endsWith("OPTIONS");
        assertStillGood();
    }

    @Test
    void optionsOfWhatIsNotThereAreNotFound() throws IOException {
        assertError(http.say(HttpSocket.head("OPTIONS", "/nothing") + "\r\n").answer(), 404, "not_found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 5",
                "Content-Length: 5\r\nContent-Length: 6",
                "Host: localhost\r\nHost: localhost",
            })
    void aRequestThatTwoReadersWouldReadDifferentlyIsABadRequest(String headers) throws IOException {
        Answer answer = http.say(HttpSocket.head("POST", "/api/logs", headers.split("\r\n")) + "\r\n")
                .answer();

        assertError(answer, 400, "invalid_request");
        assertThat(http.isClosedByServer()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/%ff", "/api/logs?q=%ff", "/api/logs?q=%c0%af", "/api/logs?q=%ed%a0%80", "/api/logs?q=%e2%82"})
    void anEscapeThatIsNoUtf8IsABadRequest(String path) throws IOException {
        assertError(http.get(path), 400, "invalid_request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/ready", "/metrics", "/nothing", "/api/logs?x=1", "/"})
    void nobodyKeepsAnAnswer(String path) throws IOException {
        assertThat(http.get(path).header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void aSenderThatClosesItsSideHasItsAnswer() throws IOException {
        http.say(HttpSocket.head("POST", "/api/logs", "Content-Length: 44")
                + "\r\n{\"service\":\"s\",\"level\":\"info\",\"message\":\"m\"}");

        assertThat(http.sayNoMore().answer().status()).isEqualTo(201);
        assertThat(http.isClosedByServer()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%",
                "/%zz",
                "/a%2",
                "/api/logs/%f",
                "/api/logs/stream?service=%zz",
                "/api/logs/stream?%=a",
                "/ws/logs?a=%"
            })
    void aBrokenEscapeInTheAddressIsABadRequest(String path) throws IOException {
        assertError(request("GET", path), 400, "invalid_request");
        assertStillGood();
    }

    @Test
    void aBrokenEscapeInTheAddressOfAWebSocketIsABadRequest() throws IOException {
        Answer answer = http.get(
                "/ws/logs?service=%zz",
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");

        assertError(answer, 400, "invalid_request");
    }

    @ParameterizedTest
    @CsvSource({
        "404, /%00",
        "400, /%ff",
        "404, /..%2f..%2fetc%2fpasswd",
        "404, /../../etc/passwd",
        "404, //",
        "404, /api//nothing",
        "404, /%2e"
    })
    void aStrangeAddressIsAnsweredLikeAnyOther(int status, String path) throws IOException {
        Answer answer = request("GET", path);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text()).doesNotContain("root:");
        assertStillGood();
    }

    @Test
    void anAddressThatIsTooLongIsRefused() throws IOException {
        http.say("GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");

        assertError(http.answer(), 414, "uri_too_long");
        assertThat(http.isClosedByServer()).isTrue();
    }

    @Test
    void anAddressOfUsualLengthIsTaken() throws IOException {
        assertThat(http.get("/health?" + "a".repeat(15_000)).status()).isEqualTo(200);
    }

    @Test
    void headersThatAreTooLargeAreRefused() throws IOException {
        http.say("GET /health HTTP/1.1\r\nHost: localhost\r\nX-Large: " + "a".repeat(40_000) + "\r\n\r\n");

        assertError(http.answer(), 431, "headers_too_large");
        assertThat(http.isClosedByServer()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello\r\n\r\n",
                "GET /health\r\n\r\n",
                "GET /health HTTP/1.1\r\nHost: localhost\r\nno colon\r\n\r\n",
                "GET /health HTTP/1.1\r\nHost: localhost\r\nBad Name: x\r\n\r\n",
                "GET /health HTTP/1.1\r\nHost: localhost\r\nBad\u0000Name: x\r\n\r\n",
                "GET /health HTTP/1.1\r\nHost: localhost\r\nName : x\r\n\r\n",
                "GET /health HTTP/1.1\r\nHost: localhost\r\n Name: x\r\n\r\n",
                "GET /health HTTP/1.1\r\nHost: localhost\r\nName: x\r\n folded\r\n\r\n",
                "GET /health HTTP/1.1\r\nHost: localhost\r\nName: x\r\n\tfolded\r\n\r\n",
                "GET /health HTTP/1.1\r\nHost: localhost\r\nName: x\u0000y\r\n\r\n",
                "GET /health HTTP/1.1\r\nHost: localhost\r\nName: x\ry\r\n\r\n",
                "GET /health HTTP/1.1\nHost: localhost\n\n",
                "GET /health HTTP/1.1\r\nHost: localhost\nName: x\r\n\r\n",
                "GET /health HTTP/1.1\r\nHost: localhost\r\nName: x\r\n\n"
            })
    void whatIsNotHttpIsABadRequest(String text) throws IOException {
        http.say(text);

        assertError(http.answer(), 400, "invalid_request");
        assertThat(http.isClosedByServer()).isTrue();
    }

    @Test
    void aPercentSignInTheAddressOfThePageIsLeftToThePage() throws IOException {
        assertThat(http.get("/?search=100%").status()).isEqualTo(200);
    }

    @Test
    void aBodyInBrokenPiecesIsABadRequestAndEndsTheConnection() throws IOException {
        http.say(HttpSocket.head("POST", "/api/logs", "Transfer-Encoding: chunked") + "\r\nnot hex\r\n");

        assertError(http.answer(), 400, "incomplete_body");
        assertThat(http.isClosedByServer()).isTrue();
    }

    @Test
    void aRequestOfHttp11WithoutAHostIsABadRequest() throws IOException {
        assertError(http.say("GET /health HTTP/1.1\r\n\r\n").answer(), 400, "invalid_request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Host: localhost\r\n"})
    void aProbeOfHttp10IsAnsweredAndClosed(String host) throws IOException {
        http.say("GET /health HTTP/1.0\r\n" + host + "\r\n");

        assertThat(http.answer().status()).isEqualTo(200);
        assertThat(http.isClosedByServer()).isTrue();
    }

    @Test
    void aConnectionIsClosedWhenTheClientAsksForIt() throws IOException {
        assertThat(http.get("/health", "Connection: close").status()).isEqualTo(200);
        assertThat(http.isClosedByServer()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost/health", "http://localhost:8082/health"})
    void anAbsoluteAddressIsUnderstood(String address) throws IOException {
        assertThat(http.get(address).at("status")).isEqualTo("healthy");
    }

    @Test
    void anAbsoluteAddressWithoutAPathIsThePage() throws IOException {
        assertThat(http.get("http://localhost").status()).isEqualTo(200);
    }

    @Test
    void anOfferOfHttp2IsPassedOver() throws IOException {
        Answer answer =
                http.get("/health", "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABk");

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void requestsThatAreSentAheadAreAnsweredInTheirOrder() throws IOException {
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            String entry = i % 5 == 4 ? "{}" : ENTRY.replace("\"m\"", "\"" + i + "\"");
            requests.append(HttpSocket.head("POST", "/api/logs", "Content-Length: " + entry.length()) + "\r\n" + entry);
        }
        http.say(requests.toString());

        long lastId = 0;
        for (int i = 0; i < 50; i++) {
            Answer answer = http.answer();
            if (i % 5 == 4) {
                assertError(answer, 400, "invalid_entry");
            } else {
                assertThat(answer.at("message")).isEqualTo(String.valueOf(i));
                assertThat((long) answer.at("id")).isGreaterThan(lastId);
                lastId = (long) answer.at("id");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host: localhost", "Transfer-Encoding: xchunked", "Bad Name: x"})
    void whatIsSentBehindABadRequestIsNotTakenForARequest(String header) throws IOException {
        String good = HttpSocket.head("GET", "/health") + "\r\n";
        String bad = HttpSocket.head("GET", "/health", "Host: localhost", header) + "\r\n";
        http.say(good + good + bad + good);

        assertThat(http.answer().status()).isEqualTo(200);
        assertThat(http.answer().status()).isEqualTo(200);
        assertError(http.answer(), 400, "invalid_request");
        assertThat(http.isClosedByServer()).isTrue();
    }

    @Test
    void clientsThatDoNotWaitForTheirAnswerHurtNobody() throws IOException {
        for (int i = 0; i < 50; i++) {
            try (HttpSocket gone = server.connect()) {
                gone.say(HttpSocket.head("POST", "/api/logs", "Content-Length: " + ENTRY.length()) + "\r\n" + ENTRY);
            }
        }
        assertStillGood();
    }

    @Test
    void noRequestHoweverBrokenIsAnsweredWithAFault() throws IOException {
        Random random = new Random(7);
        String[] requests = {
            HttpSocket.head("POST", "/api/logs?a=b", "Content-Length: " + ENTRY.length(), "Connection: close") + "\r\n"
                    + ENTRY,
            HttpSocket.head("GET", "/api/logs/batch?from=15m&limit=1", "Connection: close") + "\r\n",
            HttpSocket.head("GET", "/", "Connection: close") + "\r\n"
        };
        int answered = 0;
        for (int round = 0; round < 300; round++) {
            byte[] request = requests[round % requests.length].getBytes(StandardCharsets.UTF_8);
            for (int change = random.nextInt(1, 4); change > 0; change--) {
                request[random.nextInt(request.length / 2)] = (byte) random.nextInt(1, 256);
            }
            try (HttpSocket socket = server.connect()) {
                Answer answer = socket.say(request).sayNoMore().answer();
                answered++;
                assertThat(answer.status())
                        .as(new String(request, StandardCharsets.ISO_8859_1))
                        .isNotIn(500, 503);
                if (answer.status() >= 400 && answer.status() != 501) {
                    assertThat(answer.text())
                            .as(new String(request, StandardCharsets.ISO_8859_1))
                            .startsWith("{");
                    assertForPeople(answer);
                }
            } catch (java.io.EOFException closed) {
                // A request that never ended is not answered.
            }
        }
        assertThat(answered).isGreaterThan(200);
        assertStillGood();
    }

    private Answer request(String method, String path) throws IOException {
        return http.say(HttpSocket.head(method, path, "Content-Length: 0") + "\r\n")
                .answer();
    }

    private void assertStillGood() throws IOException {
        assertThat(http.get("/health").at("status")).isEqualTo("healthy");
    }

    private static void assertError(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.at("code")).isEqualTo(code);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertForPeople(answer);
    }

    private static void assertForPeople(Answer answer) {
        assertThat(answer.text()).doesNotContain("Exception", "java", "vertx", "\\tat ");
        assertThat(((Map<?, ?>) Json.parse(answer.text())).keySet()).hasToString("[error, code]");
    }
}
