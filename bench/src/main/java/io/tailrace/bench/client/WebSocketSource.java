package io.tailrace.bench.client;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The frames of a WebSocket server, taken apart: whole, unmasked ones. It answers pings. */
final class WebSocketSource implements Source {

    private static final int TEXT = 0x81;
    private static final int CLOSE = 0x88;
    private static final int PING = 0x89;
    private static final int PONG = 0x8A;
    private static final int MASKED = 0x80;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;
    private static final int LONGEST_FRAME = 4 * 1024 * 1024;

    private final LineInput in;
    private final OutputStream out;

    WebSocketSource(LineInput in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    @Override
    public Heard next() throws IOException {
        byte[] head = in.bytes(2);
        long length = length(head[1] & 0xFF);
        if (length > LONGEST_FRAME) {
            return new Heard.Broken("a frame of " + length + " bytes");
        }
        byte[] payload = in.bytes((int) length);
        return switch (head[0] & 0xFF) {
            case TEXT -> MessageReader.read(payload, "");
            case PING -> {
                send(PONG, payload);
                yield new Heard.Beat("");
            }
            case PONG -> new Heard.Beat("");
            case CLOSE -> new Heard.End("closed by the server: " + closing(payload));
            default -> new Heard.Broken("a frame that begins with 0x%02x".formatted(head[0]));
        };
    }

    private long length(int small) throws IOException {
        return switch (small) {
            case TWO_BYTES -> ByteBuffer.wrap(in.bytes(2)).getShort() & 0xFFFF;
            case EIGHT_BYTES -> ByteBuffer.wrap(in.bytes(8)).getLong();
            default -> small;
        };
    }

    private static String closing(byte[] payload) {
        if (payload.length < 2) {
            return "no code";
        }
        int code = ByteBuffer.wrap(payload).getShort() & 0xFFFF;
        byte[] reason = Arrays.copyOfRange(payload, 2, payload.length);
        return (code + " " + new String(reason, StandardCharsets.UTF_8)).strip();
    }

    /** Sends a short text. */
    void say(String text) throws IOException {
        send(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    private void send(int kind, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(8 + payload.length).put((byte) kind);
        if (payload.length < TWO_BYTES) {
            frame.put((byte) (MASKED | payload.length));
        } else {
            frame.put((byte) (MASKED | TWO_BYTES)).putShort((short) payload.length);
        }
        frame.putInt(0).put(payload); // a mask of zeroes leaves the payload as it is
        out.write(frame.array(), 0, frame.position());
        out.flush();
    }
}
