package io.tailrace.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerReaderTest {

    private static final String ENTRY = "{\"id\":42,\"service\":\"portal\"}";
    private static final String BATCH = "{\"accepted\":3,\"first_id\":43,\"last_id\":45}";
    private static final String REFUSAL = "{\"error\":\"full\",\"code\":\"overloaded\"}";

    @Test
    void answersAreTheSameWhereverTheBytesAreCut() {
        String bytes = answer("201 Created", "", ENTRY)
                + answer("201 Created", "", BATCH)
                + answer("429 Too Many Requests", "Retry-After: 2\r\n", REFUSAL);
        List<Answer> expected = List.of(
                new Answer(201, 42, 42, 0, ENTRY),
                new Answer(201, 43, 45, 0, BATCH),
                new Answer(429, 0, 0, 2, REFUSAL));
        for (int cut = 1; cut < 80; cut++) {
            List<Answer> answers = new ArrayList<>();
            AnswerReader reader = new AnswerReader();
            for (int at = 0; at < bytes.length(); at += cut) {
                String piece = bytes.substring(at, Math.min(bytes.length(), at + cut));
                Answer answer = reader.read(Unpooled.copiedBuffer(piece, StandardCharsets.US_ASCII));
                if (answer != null) {
                    answers.add(answer);
                }
            }
            assertThat(answers).as("cut every %d bytes", cut).isEqualTo(expected);
        }
    }

    private static String answer(String status, String header, String body) {
        return "HTTP/1.1 " + status + "\r\ncontent-type: application/json\r\n" + header + "Content-Length: "
                + body.length() + "\r\n\r\n" + body;
    }
}
