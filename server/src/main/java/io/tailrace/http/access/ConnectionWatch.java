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

    /** What watches one connection. */
    interface Watched {

        /** Closes the connection if it has used up one of its times. */
        void look(ChannelHandlerContext context, long now);
    }

    void add(ChannelHandlerContext context, Watched guard);

    void remove(Watched guard);

    void closed(Reason why);
}
