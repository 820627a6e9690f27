package io.tailrace.clients;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The JDK's own WebSocket client. */
final class JdkClient implements Printed {

    private static final int SECONDS = 20;

    private final HttpClient client = HttpClient.newHttpClient();
    private final ToldMessages told = new ToldMessages();

    private JdkClient() {}

    static JdkClient open(URI address) {
        JdkClient jdk = new JdkClient();
        WebSocket socket = jdk.client
                .newWebSocketBuilder()
                .subprotocols(ToldMessages.PROTOCOL)
                .buildAsync(address, new Reader(jdk.told))
                .orTimeout(SECONDS, TimeUnit.SECONDS)
                .join();
        if (!socket.getSubprotocol().equals(ToldMessages.PROTOCOL)) {
            throw new IllegalStateException("the subprotocol is " + socket.getSubprotocol());
        }
        return jdk;
    }

    @Override
    public List<String> lines() {
        return told.lines();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private static final class Reader implements WebSocket.Listener {

        private final ToldMessages told;
        private final StringBuilder parts = new StringBuilder();

        private Reader(ToldMessages told) {
            this.told = told;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            parts.append(part);
            if (last) {
                told.message(parts.toString());
                parts.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable fault) {
            told.line("error " + fault);
        }
    }
}
