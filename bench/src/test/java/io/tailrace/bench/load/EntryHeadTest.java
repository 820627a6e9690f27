package io.tailrace.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EntryHeadTest {

    private static final long STAMP = 1_763_807_400_123_456L;

    private final EntryHead head = new EntryHead();

    @Test
    void readsTheIdAndTheStampOfAnEntry() {
        String stamp = new String(new StampText().at(STAMP), StandardCharsets.US_ASCII);
        ByteBuf bytes = bytes("??{\"id\":42,\"timestamp\":\"" + stamp + "\",\"created_at\":\"");
        assertThat(head.read(bytes, 2)).isTrue();
        assertThat(head.id()).isEqualTo(42);
        assertThat(head.stampMicros(bytes)).isEqualTo(STAMP % EntryHead.HOUR_MICROS);
    }

    @Test
    void readsTheStampThatTheHubGivesBackAsUser() {
        ByteBuf bytes = bytes("{\"id\":7,\"user_id\":" + STAMP + ",\"service\":\"portal\"");
        assertThat(head.read(bytes, 0)).isTrue();
        assertThat(head.stampMicros(bytes)).isEqualTo(STAMP % EntryHead.HOUR_MICROS);
    }

    @Test
    void aNoticeIsNoEntry() {
        assertThat(head.read(bytes("{\"type\":\"gap\",\"from\":12}"), 0)).isFalse();
    }

    @Test
    void anEntryWithoutAStampEndsTheRun() {
        ByteBuf bytes = bytes("{\"id\":7,\"service\":\"portal\"}");
        assertThat(head.read(bytes, 0)).isTrue();
        assertThatThrownBy(() -> head.stampMicros(bytes)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void stampsAreWrittenAsAnInstantReadsThem() {
        StampText text = new StampText();
        for (long micros : new long[] {STAMP, STAMP + 1, STAMP + 999_999, STAMP + 86_400_000_000L}) {
            String written = new String(text.at(micros), StandardCharsets.US_ASCII);
            assertThat(written).hasSize(StampText.LENGTH);
            assertThat(Instant.parse(written))
                    .isEqualTo(Instant.ofEpochSecond(0, 0).plusNanos(micros * 1_000));
        }
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }
}
