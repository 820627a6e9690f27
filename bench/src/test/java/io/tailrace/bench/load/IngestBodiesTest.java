package io.tailrace.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class IngestBodiesTest {

    private static final long NOON = 1_763_812_800_000_000L;
    private static final Pattern ENTRY = Pattern.compile("\\{\"timestamp\":\"2025-11-22T12:00:0[01]\\.\\d{6}Z\","
            + "\"service\":\"[a-z]+\",\"level\":\"(debug|info|warn|error)\",\"message\":\"[^\"]+\","
            + "\"tags\":\\[[^\\]]+],\"metadata\":\\{[^}]+}}");

    private final IngestBodies bodies = new IngestBodies(8082, 2, 200);

    @Test
    void everyEntryIsWholeAndCarriesTheSecondOfItsSending() {
        bodies.get(0, NOON - 60_000_000L);
        List<String> lines = body(bodies.get(0, NOON)).lines().toList();
        assertThat(lines).hasSize(200).allMatch(line -> ENTRY.matcher(line).matches());
    }

    @Test
    void theLengthThatTheHeadNamesIsTheLengthOfTheBody() {
        String request = text(bodies.get(1, NOON));
        assertThat(request)
                .contains("Content-Length: " + body(bodies.get(1, NOON)).length() + "\r\n");
    }

    @Test
    void entriesDifferAndAreAsLongAsRealOnes() {
        List<String> lines = body(bodies.get(0, NOON)).lines().toList();
        assertThat(lines.stream().map(line -> line.substring(42)).distinct().count())
                .isGreaterThan(190);
        int serverSide = "\"id\":1234567,\"created_at\":\"2025-11-22T12:00:00.123456Z\",".length();
        double average = lines.stream()
                .mapToInt(line -> line.length() + serverSide)
                .average()
                .orElseThrow();
        assertThat(average).isBetween(215.0, 275.0);
    }

    private static String body(ByteBuf request) {
        String text = text(request);
        return text.substring(text.indexOf("\r\n\r\n") + 4);
    }

    private static String text(ByteBuf request) {
        return request.toString(StandardCharsets.US_ASCII);
    }
}
