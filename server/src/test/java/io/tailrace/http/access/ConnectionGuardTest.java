package io.tailrace.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.tailrace.fault.Faults;
import io.tailrace.testing.MutedLog;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which failures of a connection are the server's. */
final class ConnectionGuardTest {

    private final AtomicInteger ends = new AtomicInteger();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Faults faults = new Faults(meters, ends::incrementAndGet);
    private final LoopGuards guards = new LoopGuards(new Deadlines(1000, 1000, 1000, 1), faults, meters);
    private final MutedLog quiet = MutedLog.of(Faults.class);

    @AfterEach
    void loud() {
        quiet.close();
    }

    @Test
    void memoryBesideTheHeapThatRunsOutWhileReadingIsReported() {
        EmbeddedChannel channel = channel(new IllegalStateException("never"));
        channel.pipeline().fireExceptionCaught(new IOException(new OutOfMemoryError("direct")));

        assertThat(ends).hasValue(1);
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void memoryBesideTheHeapThatRunsOutWhileWritingIsReported() {
        EmbeddedChannel channel = channel(new OutOfMemoryError("direct"));
        Future<?> _ = channel.writeOneOutbound(Unpooled.wrappedBuffer(new byte[1]));

        assertThat(ends).hasValue(1);
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void whatANetworkDoesIsNoFault() {
        EmbeddedChannel channel = channel(new IOException("broken pipe"));
        Future<?> _ = channel.writeOneOutbound(Unpooled.wrappedBuffer(new byte[1]));
        channel.pipeline().fireExceptionCaught(new IOException("connection reset"));

        assertThat(ends).hasValue(0);
        assertThat(count()).isZero();
    }

    private double count() {
        return meters.get("tailrace.faults").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    /** A channel whose writes fail with this. */
    private EmbeddedChannel channel(Throwable writesFailWith) {
        return new EmbeddedChannel(
                new ChannelOutboundHandlerAdapter() {
                    @Override
                    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
                        ReferenceCountUtil.release(message);
                        promise.setFailure(writesFailWith);
                    }
                },
                guards.guard(false),
                new ChannelInboundHandlerAdapter() {
                    @Override
                    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                        // As Vert.x does.
                    }
                });
    }
}
