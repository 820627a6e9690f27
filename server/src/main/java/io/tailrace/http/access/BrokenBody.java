package io.tailrace.http.access;

import io.netty.handler.codec.DecoderException;
import org.jspecify.annotations.Nullable;

/** A body that its client left broken: its chunks make no sense, or it ended before its end. */
public final class BrokenBody extends DecoderException {

    private static final long serialVersionUID = 1;

    BrokenBody(String what, @Nullable Throwable cause) {
        super(what, cause);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
