package io.tailrace.clients;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.client.ClientUpgradeRequest;
import org.eclipse.jetty.websocket.client.WebSocketClient;

/** Jetty's WebSocket client, which takes text messages of 65,536 bytes unless it is told otherwise. */
final class JettyClient implements Printed {

    private static final int SECONDS = 20;

    private final WebSocketClient client = new WebSocketClient();
    private final ToldMessages told = new ToldMessages();

    private JettyClient() {}

    static JettyClient open(URI address) throws Exception {
        JettyClient jetty = new JettyClient();
        jetty.client.start();
        ClientUpgradeRequest request = new ClientUpgradeRequest(address);
        request.setSubProtocols(ToldMessages.PROTOCOL);
        Session session = jetty.client.connect(new Reader(jetty.told), request).get(SECONDS, TimeUnit.SECONDS);
        String chosen = session.getUpgradeResponse().getAcceptedSubProtocol();
        if (!ToldMessages.PROTOCOL.equals(chosen)) {
            throw new IOException("the subprotocol is " + chosen);
        }
        return jetty;
    }

    @Override
    public List<String> lines() {
        return told.lines();
    }

    @Override
    public void close() {
        try {
            client.stop();
        } catch (Exception failed) {
            throw new IllegalStateException("Jetty's client does not stop", failed);
        }
    }

    /** Public, so that Jetty can call it. */
    public static final class Reader extends Session.Listener.AbstractAutoDemanding {

        private final ToldMessages told;

        private Reader(ToldMessages told) {
            this.told = told;
        }

        @Override
        public void onWebSocketText(String message) {
            told.message(message);
        }

        @Override
        public void onWebSocketError(Throwable fault) {
            told.line("error " + fault);
        }
    }
}
