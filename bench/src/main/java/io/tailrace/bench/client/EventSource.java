package io.tailrace.bench.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Server-sent events, taken apart. */
final class EventSource implements Source {

    private static final byte[] NOTHING = {};

    private final LineInput in;

    EventSource(LineInput in) {
        this.in = in;
    }

    @Override
    public Heard next() throws IOException {
        String position = "";
        byte[] data = NOTHING;
        while (true) {
            byte[] line = in.line();
            if (line == null) {
                return new Heard.End("the server ended the answer");
            }
            if (line.length == 0) {
                if (data.length > 0) {
                    return MessageReader.read(data, position);
                }
            } else if (line[0] == ':') {
                return new Heard.Beat("");
            } else if (startsWith(line, "data: ")) {
                data = Arrays.copyOfRange(line, "data: ".length(), line.length);
            } else if (startsWith(line, "id: ")) {
                position = new String(line, StandardCharsets.UTF_8).substring("id: ".length());
            } else if (!startsWith(line, "event: ") && !startsWith(line, "retry: ")) {
                return new Heard.Broken("not a line of an event: " + new String(line, StandardCharsets.UTF_8));
            }
        }
    }

    private static boolean startsWith(byte[] line, String ascii) {
        if (line.length < ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (line[i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
