package io.tailrace.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.tailrace.http.access.ClientLimit;
import io.tailrace.http.access.ConnectionGuard;
import io.tailrace.http.access.LoopGuards;
import io.tailrace.http.tail.ClientChannel;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;

/**
 * Takes connections in: each gets a place, which it gives back when its channel closes however that comes about, and a
 * guard. Owned by one event loop.
 */
final class Admission {

    /** What may be asked on a place that is kept for looking after the server. */
    private static final Set<String> LOOKING_AFTER = Set.of("/health", "/ready", "/metrics");

    /** How long the kernel waits on a quiet connection before it asks whether the other side is there, and how often. */
    private static final int KEEPALIVE_IDLE_SECONDS = 60;

    private static final int KEEPALIVE_INTERVAL_SECONDS = 15;
    private static final int KEEPALIVE_PROBES = 4;

    /**
     * What the kernel may hold for a client beside what is on its way. It takes more when half of this has gone, else when a third
     * of the whole send buffer has: a slow client would seem to take nothing for long.
     */
    private static final long UNSENT_BYTES = 128L << 10;

    private final Connections connections;
    private final LoopGuards guards;
    private final HttpServerOptions options;

    Admission(Connections connections, LoopGuards guards, HttpServerOptions options) {
        this.connections = connections;
        this.guards = guards;
        this.options = options;
    }

    /** Takes a connection in, or closes it. */
    void admit(HttpConnection connection) {
        Channel channel = ClientChannel.of(connection);
        if (take(channel, connections.limit())) {
            guard(channel, false);
            return;
        }
        connections.refused();
        if (isFromThisMachine(channel) && take(channel, connections.reserved())) {
            guard(channel, true);
            return;
        }
        connection.close();
    }

    private static boolean take(Channel channel, ClientLimit places) {
        Optional<ClientLimit.Place> place = places.tryEnter();
        place.ifPresent(taken -> channel.closeFuture().addListener(_ -> taken.close()));
        return place.isPresent();
    }

    private void guard(Channel channel, boolean reserved) {
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        channel.config().setOption(EpollChannelOption.TCP_KEEPIDLE, KEEPALIVE_IDLE_SECONDS);
        channel.config().setOption(EpollChannelOption.TCP_KEEPINTVL, KEEPALIVE_INTERVAL_SECONDS);
        channel.config().setOption(EpollChannelOption.TCP_KEEPCNT, KEEPALIVE_PROBES);
        channel.config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, UNSENT_BYTES);
        ConnectionGuard.strictly(channel.pipeline(), options);
        channel.pipeline().addBefore("handler", "guard", guards.guard(reserved));
    }

    private static boolean isFromThisMachine(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress address
                && address.getAddress().isLoopbackAddress();
    }

    /** Whether a request may be served on its connection; a kept place is for looking after the server, once. */
    boolean mayServe(HttpServerRequest request) {
        if (connections.reserved().count() == 0 || !isOnKeptPlace(request)) {
            return true;
        }
        request.response().putHeader("Connection", "close");
        request.response().endHandler(_ -> request.connection().close());
        return LOOKING_AFTER.contains(request.path());
    }

    private static boolean isOnKeptPlace(HttpServerRequest request) {
        ConnectionGuard guard =
                ClientChannel.of(request.connection()).pipeline().get(ConnectionGuard.class);
        return guard != null && guard.isReserved();
    }
}
