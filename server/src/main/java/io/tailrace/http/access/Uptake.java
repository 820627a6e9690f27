package io.tailrace.http.access;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;

/**
 * What one client takes of the answers that wait for its socket. It is judged by what the kernel took, not by what was
 * written. Owned by the connection's event loop, which looks from time to time.
 */
public final class Uptake {

    /** What a look finds. */
    enum State {
        /** Nothing waits. */
        DONE,
        /** Nothing waits any more, since this look. */
        JUST_DONE,
        /** Something waits. */
        WAITS,
        /** Something waits of which nothing was taken for too long. */
        STALLED
    }

    private final long silenceNanos;
    private long waiting;
    private long tookSince;

    Uptake(long silenceNanos) {
        this.silenceNanos = silenceNanos;
    }

    /** @param now as {@link System#nanoTime} */
    State look(Channel channel, long now) {
        long left = left(channel);
        if (left != waiting) {
            waiting = left;
            tookSince = now;
            return left == 0 ? State.JUST_DONE : State.WAITS;
        }
        if (left == 0) {
            return State.DONE;
        }
        return now - tookSince > silenceNanos ? State.STALLED : State.WAITS;
    }

    /**
     * How many bytes wait that the socket has not taken. Netty counts what it adds to each write too, and takes off a write's
     * bytes when all of it was taken, so what was taken of it meanwhile is taken off here. On the channel's event loop.
     */
    public static long left(Channel channel) {
        ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
        return out == null ? 0 : out.totalPendingWriteBytes() - out.currentProgress();
    }

    /** Has the kernel give up, too, what it holds for this client when the connection is closed. */
    static void giveUp(Channel channel) {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
    }
}
