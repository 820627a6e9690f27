package io.tailrace.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * A group of tail clients on one event loop, which receive the same entries.
 *
 * <p>Its methods are for the thread that conducts the measurement; they wait until the loop has done what they ask.
 */
public final class TailClients implements AutoCloseable {

    private static final int CONNECTING_AT_ONCE = 128;
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(60);
    private static final long POLL_NANOS = 5_000_000;
    private static final int SMALL_RECEIVE_BUFFER = 4096;

    private final EventLoop loop;
    private final Tally tally;
    private final StampClock clock;
    private final Bootstrap bootstrap;
    private final String request;
    private final List<TailClient> clients = new ArrayList<>();

    /**
     * An empty group.
     *
     * @param port of the server on this machine
     * @param path of the stream, with its query
     */
    public TailClients(EventLoop loop, StampClock clock, int port, String path, Payload payload) {
        this.loop = loop;
        this.clock = clock;
        tally = new Tally(payload);
        request = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13"
                + "\r\nSec-WebSocket-Key: dGFpbHJhY2UtYmVuY2gtMQ==\r\n\r\n";
        bootstrap = new Bootstrap()
                .group(loop.netty())
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new SharedReceiveBuffer())
                .remoteAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** Gives each connection made from now on a small receive buffer, so that one that does not read stalls soon. */
    public TailClients withSmallReceiveBuffers() {
        bootstrap.option(ChannelOption.SO_RCVBUF, SMALL_RECEIVE_BUFFER);
        return this;
    }

    /** Connects more clients, and returns when all of them have been upgraded. */
    public void connect(int count) throws InterruptedException, TimeoutException {
        CompletableFuture<Void> all = new CompletableFuture<>();
        loop.run(() -> {
            Arrivals arrivals = new Arrivals(count, all);
            for (int i = 0; i < Math.min(count, CONNECTING_AT_ONCE); i++) {
                arrivals.connectNext();
            }
        });
        try {
            all.get(CONNECT_PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("A client could not connect.", e.getCause());
        }
    }

    /** From now on no client takes anything from its socket. */
    public void stopReading() {
        loop.run(() -> clients.forEach(TailClient::stopReading));
    }

    /** Begins to count anew. */
    public void reset() {
        loop.run(() -> {
            clients.forEach(TailClient::forget);
            tally.reset();
        });
    }

    /** Deliveries since the last reset. */
    public long deliveries() {
        return tally.deliveries();
    }

    /** Waits until so many deliveries were received since the last reset, or for as long as {@code patience}. */
    public boolean awaitDeliveries(long count, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (tally.deliveries() < count) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
    }

    /** How many are still connected. */
    public int connected() {
        return loop.call(
                () -> (int) clients.stream().filter(TailClient::connected).count());
    }

    /** Compares what was received since the last reset with the ids that were posted, and takes the latencies. */
    public Delivery delivery(long firstId, long lastId) {
        return loop.call(() -> {
            long each = lastId - firstId + 1;
            int complete = 0;
            long gaps = 0;
            for (TailClient client : clients) {
                gaps += client.gaps();
                boolean whole = client.received() == each
                        && client.gaps() == 0
                        && client.firstId() == firstId
                        && client.lastId() == lastId;
                complete += whole ? 1 : 0;
            }
            return new Delivery(
                    clients.size(),
                    complete,
                    tally.deliveries(),
                    each * clients.size(),
                    gaps,
                    tally.firstNotice(),
                    tally.takeLatencies());
        });
    }

    @Override
    public void close() {
        loop.run(() -> clients.forEach(TailClient::leave));
    }

    /** The connecting of a number of clients, some at a time. Belongs to the event loop. */
    private final class Arrivals {

        private final int wanted;
        private final CompletableFuture<Void> all;
        private int begun;
        private int arrived;

        Arrivals(int wanted, CompletableFuture<Void> all) {
            this.wanted = wanted;
            this.all = all;
        }

        void connectNext() {
            if (begun == wanted) {
                return;
            }
            begun++;
            TailClient client = new TailClient(request, tally, clock);
            clients.add(client);
            var _ = client.upgraded().whenComplete((upgraded, failure) -> arrived(failure));
            ChannelFuture connecting = bootstrap.clone().handler(client).connect();
            var _ = connecting.addListener(done -> {
                if (!done.isSuccess()) {
                    client.upgraded().completeExceptionally(done.cause());
                }
            });
        }

        private void arrived(Throwable failure) {
            if (failure != null) {
                all.completeExceptionally(failure);
                return;
            }
            arrived++;
            if (arrived == wanted) {
                all.complete(null);
            } else {
                connectNext();
            }
        }
    }
}
