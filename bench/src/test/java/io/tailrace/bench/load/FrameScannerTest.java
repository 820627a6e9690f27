package io.tailrace.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameScannerTest {

    private final List<String> seen = new ArrayList<>();
    private final FrameScanner scanner = new FrameScanner(new FrameSink() {
        @Override
        public void text(ByteBuf bytes, int at, int length) {
            int head = Math.min(length, FrameScanner.HEAD_BYTES);
            seen.add("text " + length + " " + bytes.toString(at, head, StandardCharsets.US_ASCII));
        }

        @Override
        public void ping(ByteBuf bytes, int at, int length) {
            seen.add("ping " + bytes.toString(at, length, StandardCharsets.US_ASCII));
        }

        @Override
        public void closed(int code) {
            seen.add("close " + code);
        }
    });

    @Test
    void framesAreTheSameWhereverTheBytesAreCut() {
        String shortText = "{\"id\":1}";
        String middleText = "m".repeat(300);
        String longText = "l".repeat(70_000);
        ByteBuf bytes = Unpooled.buffer();
        text(bytes, shortText);
        text(bytes, middleText);
        bytes.writeByte(0x89).writeByte(2).writeBytes(ascii("hb"));
        text(bytes, longText);
        text(bytes, "");
        bytes.writeByte(0x88).writeByte(2).writeShort(1001);
        List<String> expected = List.of(
                "text 8 " + shortText,
                "text 300 " + "m".repeat(FrameScanner.HEAD_BYTES),
                "ping hb",
                "text 70000 " + "l".repeat(FrameScanner.HEAD_BYTES),
                "text 0 ",
                "close 1001");
        for (int cut = 1; cut < bytes.readableBytes(); cut += cut < 500 ? 1 : 997) {
            seen.clear();
            for (int at = 0; at < bytes.readableBytes(); at += cut) {
                scanner.scan(bytes.slice(at, Math.min(cut, bytes.readableBytes() - at)));
            }
            assertThat(seen).as("cut every %d bytes", cut).isEqualTo(expected);
        }
    }

    @Test
    void aFragmentEndsTheRun() {
        ByteBuf fragment = Unpooled.wrappedBuffer(new byte[] {0x01, 1, 'x'});
        assertThatThrownBy(() -> scanner.scan(fragment))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("0x01");
    }

    private static void text(ByteBuf to, String payload) {
        to.writeByte(0x81);
        if (payload.length() < 126) {
            to.writeByte(payload.length());
        } else if (payload.length() < 65_536) {
            to.writeByte(126).writeShort(payload.length());
        } else {
            to.writeByte(127).writeLong(payload.length());
        }
        to.writeBytes(ascii(payload));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
