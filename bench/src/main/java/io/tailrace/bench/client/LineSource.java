package io.tailrace.bench.client;

import java.io.IOException;

/** JSON lines, taken apart. An empty line is a sign of life. */
final class LineSource implements Source {

    private final LineInput in;

    LineSource(LineInput in) {
        this.in = in;
    }

    @Override
    public Heard next() throws IOException {
        byte[] line = in.line();
        if (line == null) {
            return new Heard.End("the server ended the answer");
        }
        return line.length == 0 ? new Heard.Beat("") : MessageReader.read(line, "");
    }
}
