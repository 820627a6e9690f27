package io.tailrace.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;

/**
 * The one buffer into which all connections of an event loop read, so that receiving allocates nothing.
 *
 * <p>Every handler behind it must be done with the bytes when {@code channelRead} returns. One instance for one event
 * loop; it lives as long as the process.
 */
final class SharedReceiveBuffer extends DefaultMaxMessagesRecvByteBufAllocator {

    private static final int CAPACITY = 256 * 1024;

    private final ByteBuf buffer = Unpooled.directBuffer(CAPACITY, CAPACITY);

    @Override
    public RecvByteBufAllocator.ExtendedHandle newHandle() {
        return new Reading();
    }

    private final class Reading extends MaxMessageHandle {

        @Override
        public ByteBuf allocate(ByteBufAllocator alloc) {
            return buffer.clear().retain();
        }

        @Override
        public int guess() {
            return CAPACITY;
        }
    }
}
