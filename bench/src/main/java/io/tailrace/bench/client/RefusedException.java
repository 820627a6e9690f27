package io.tailrace.bench.client;

import java.io.IOException;

/** The server has answered the request for a stream with a refusal. */
public final class RefusedException extends IOException {

    private static final long serialVersionUID = 1;

    RefusedException(String answer) {
        super("the server refused the stream: " + answer);
    }
}
