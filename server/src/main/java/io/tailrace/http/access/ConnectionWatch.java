package io.tailrace.http.access;

import io.netty.channel.ChannelHandlerContext;

/** Who looks at the guards of one event loop from time to time, and counts what they close. Called on the loop. */
interface ConnectionWatch {

    /** Why a connection was closed on its client. */
    enum Reason {
        IDLE,
        SLOW_HEAD,
        SLOW_BODY,
        TAKES_NOTHING
    }

    void add(ChannelHandlerContext context, ConnectionGuard guard);

    void remove(ConnectionGuard guard);

    void closed(Reason why);
}
