package io.tailrace.stream;

import io.netty.buffer.ByteBuf;

/** Where a subscription's bytes go: one client's connection. Called on the event loop of its fan-out only. */
public interface Outlet {

    /** Whether the client takes more at present. When it turns true again, {@link Subscription#drained} is to be called. */
    boolean isWritable();

    /** Sends bytes that are framed already, and takes over one reference to them, whatever happens. */
    void write(ByteBuf frames);

    /** Whether to hold back what the client commands until told otherwise. */
    void holdCommands(boolean hold);

    /** Looks after the connection itself, about once a second: sends pings, closes if the client is gone. */
    void tick(long nanoTime);

    /** Ends the connection; the client may come back and resume. */
    void close(End why);

    /** Why a server ends a connection that its client did not want to end. */
    enum End {
        SHUTTING_DOWN,
        FAULT
    }
}
