package io.tailrace.http.access;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundInvoker;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.tailrace.fault.Faults;
import io.tailrace.fault.Seam;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.TimeUnit;

/**
 * Watches one connection between HTTP's codec and Vert.x, so that nobody holds a place by doing nothing: a head that does
 * not become whole, an idle connection, an answer that is not taken, the rest of a refused body. It also lets a client that
 * closed its own side have its answer. Owned by the connection's event loop, whose {@link ConnectionWatch} calls {@link #look}.
 *
 * <p>A body that is waited for is its collector's matter. Whoever takes the channel over for a stream removes this.
 */
public final class ConnectionGuard extends ChannelDuplexHandler implements ConnectionWatch.Watched {

    /**
     * A client that closed its side may be gone, which cannot be told from one that only says no more. A question goes on
     * so long for it, then it is stopped.
     */
    static final long QUESTION_GRACE_MILLIS = 60;

    /** A place that is kept for looking after the server is not kept for who is silent. */
    private static final long RESERVED_MILLIS = 1000;

    /** What the connection is at. */
    private enum Phase {
        /** Nothing of a request has come. */
        RESTS,
        /** A part of a head has come. */
        HEAD,
        /** A request has come and was not answered yet, or the rest of its body is on its way. */
        BUSY,
        /** It is on its way to be closed. */
        CLOSING
    }

    private final Deadlines deadlines;
    private final ConnectionWatch loop;
    private final Faults faults;
    private final boolean reserved;
    private final Uptake uptake;

    private Phase phase = Phase.RESTS;
    private long since = System.nanoTime();
    private boolean first = true;
    private boolean sawMessage;
    private boolean receiving;
    private boolean inputClosed;
    private int unanswered;
    private boolean isQuestion;

    private long bodyBytes;
    private long bodySince;

    /** @param reserved whether this is one of the connections that are kept for looking after the server */
    ConnectionGuard(Deadlines deadlines, ConnectionWatch loop, Faults faults, boolean reserved) {
        this.deadlines = deadlines;
        this.loop = loop;
        this.faults = faults;
        this.reserved = reserved;
        uptake = new Uptake(nanos(deadlines.silenceMillis()));
    }

    /** Has a new connection's requests read strictly. */
    public static void strictly(ChannelPipeline pipeline, HttpServerOptions options) {
        pipeline.replace("httpDecoder", "httpDecoder", new StrictRequestDecoder(options));
    }

    /** Whether this is one of the connections that are kept for looking after the server. */
    public boolean isReserved() {
        return reserved;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        loop.add(context, this);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        loop.remove(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        sawMessage = true;
        if (message instanceof HttpRequest request) {
            begin(request);
        }
        if (message instanceof HttpContent content) {
            // A head that makes no sense comes as a whole request, and is refused as one.
            if (!content.decoderResult().isSuccess() && !(message instanceof HttpRequest)) {
                ReferenceCountUtil.release(message);
                context.fireExceptionCaught(new BrokenBody(
                        "the body's chunks are broken", content.decoderResult().cause()));
                return;
            }
            bodyBytes += content.content().readableBytes();
            if (content instanceof LastHttpContent) {
                receiving = false;
                restIfDone();
            }
        }
        context.fireChannelRead(message);
    }

    private void begin(HttpRequest request) {
        phase = Phase.BUSY;
        first = false;
        unanswered++;
        receiving = true;
        bodyBytes = 0;
        bodySince = System.nanoTime();
        String uri = request.uri();
        isQuestion = HttpMethod.GET.equals(request.method()) && uri.contains("/api/");
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (!sawMessage && phase == Phase.RESTS) {
            phase = Phase.HEAD;
            since = first ? since : System.nanoTime();
        }
        sawMessage = false;
        context.fireChannelReadComplete();
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        boolean ends = message instanceof LastHttpContent && !isInterim(message);
        Future<?> _ = context.write(message, promise.unvoid().addListener(written -> {
            if (!written.isSuccess()) {
                report(written.cause());
            }
        }));
        if (ends) {
            unanswered--;
            restIfDone();
            if (unanswered == 0 && inputClosed) {
                // Behind what is being written, which Vert.x flushes first.
                context.executor().execute(() -> end(context.channel()));
            }
        }
    }

    /** An answer that was just given goes out first, as far as the socket takes it. */
    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        context.flush();
        Future<?> _ = context.close(promise);
    }

    private static boolean isInterim(Object message) {
        return message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    private void restIfDone() {
        if (phase == Phase.BUSY && unanswered == 0 && !receiving) {
            phase = Phase.RESTS;
            since = System.nanoTime();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputClosed = true;
            if (unanswered == 0) {
                end(context.channel());
            } else if (receiving) {
                context.fireExceptionCaught(new BrokenBody("the body is cut short", null));
            } else if (isQuestion) {
                Future<?> _ =
                        context.executor().schedule(() -> end(context), QUESTION_GRACE_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        report(cause);
        context.fireExceptionCaught(cause);
    }

    /** An error of the program, such as memory beside the heap that has run out, is reported; what a network does is none. */
    private void report(Throwable cause) {
        for (Throwable inner = cause; inner != null; inner = inner.getCause()) {
            if (inner instanceof Error) {
                faults.caught(Seam.REQUEST, "A connection failed", cause);
                return;
            }
        }
    }

    @Override
    public void look(ChannelHandlerContext context, long now) {
        if (phase == Phase.CLOSING) {
            return;
        }
        switch (uptake.look(context.channel(), now)) {
            case STALLED -> {
                Uptake.giveUp(context.channel());
                close(context, ConnectionWatch.Reason.TAKES_NOTHING);
            }
            case JUST_DONE -> {
                since = now;
                lookAtRequest(context, now);
            }
            case DONE -> lookAtRequest(context, now);
            case WAITS -> {}
        }
    }

    private void lookAtRequest(ChannelHandlerContext context, long now) {
        switch (phase) {
            case RESTS -> {
                if (now - since > nanos(first ? headMillis() : deadlines.idleMillis())) {
                    close(context, ConnectionWatch.Reason.IDLE);
                }
            }
            case HEAD -> {
                if (now - since > nanos(headMillis())) {
                    refuseHead(context);
                }
            }
            case BUSY -> {
                boolean isLeftOver = receiving && unanswered == 0;
                if (isLeftOver && deadlines.isTooSlow(bodyBytes, now - bodySince)) {
                    close(context, ConnectionWatch.Reason.SLOW_BODY);
                }
            }
            case CLOSING -> {}
        }
    }

    private long headMillis() {
        return reserved ? Math.min(RESERVED_MILLIS, deadlines.headMillis()) : deadlines.headMillis();
    }

    private void refuseHead(ChannelHandlerContext context) {
        loop.closed(ConnectionWatch.Reason.SLOW_HEAD);
        ChannelHandlerContext codec = context.pipeline().context("httpEncoder");
        if (codec == null) {
            end(context);
        } else {
            phase = Phase.CLOSING;
            HeadTimeout.send(codec);
        }
    }

    private void close(ChannelHandlerContext context, ConnectionWatch.Reason why) {
        loop.closed(why);
        // Not by way of Vert.x, which would wait until the client has taken everything.
        end(context);
    }

    private static void end(ChannelOutboundInvoker connection) {
        Future<?> _ = connection.close();
    }

    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
