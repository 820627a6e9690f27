package io.tailrace.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.cli.CommandRun;
import io.tailrace.cli.ScriptedServer;
import io.tailrace.testing.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands before a server whose certificate nobody knows, or that speaks no TLS, or nothing else. */
@Timeout(120)
final class WrongAddressTest {

    private static final List<String> COMMANDS =
            List.of("send --service s", "tail", "query", "stats", "export", "archive info", "demo");

    @TempDir
    private static Path directory = Path.of("");

    private static SSLServerSocket listener;

    @BeforeAll
    static void start() throws Exception {
        Path store = directory.resolve("keys.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process made = new ProcessBuilder(
                        (keytool + " -genkeypair -keyalg EC -alias a -dname CN=somewhere -storepass secret -keystore "
                                        + store)
                                .split(" "))
                .redirectErrorStream(true)
                .start();
        assertThat(made.waitFor())
                .as(new String(made.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                .isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "secret".toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "secret".toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        listener = (SSLServerSocket)
                tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(WrongAddressTest::serve);
    }

    @AfterAll
    static void stop() throws IOException {
        listener.close();
    }

    private static void serve() {
        while (!listener.isClosed()) {
            try (SSLSocket socket = (SSLSocket) listener.accept()) {
                socket.startHandshake();
            } catch (IOException expected) {
                // The client does not like the certificate, or speaks no TLS.
            }
        }
    }

    private static CommandRun run(String command, String url) {
        List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
        arguments.addAll(List.of("--url", url));
        return CommandRun.reading("one\n", arguments.toArray(String[]::new));
    }

    private static void endsWith(String words, String url) throws Exception {
        for (String command : COMMANDS) {
            CommandRun run = run(command, url);
            assertThat(run.exitCode()).as(command).isEqualTo(1);
            assertThat(run.err())
                    .contains("cannot reach " + url + ": " + words)
                    .doesNotContain("Exception", "PKIX", "SSL ");
        }
    }

    @Test
    void aCertificateThatNobodyKnowsEndsTheCommandInPlainWords() throws Exception {
        endsWith(
                "its certificate is signed by nobody whom this machine trusts",
                "https://127.0.0.1:" + listener.getLocalPort());
    }

    @Test
    void httpOnAPortOfTlsEndsTheCommandInPlainWords() throws Exception {
        endsWith("what answers there does not speak HTTP", "http://127.0.0.1:" + listener.getLocalPort());
    }

    @Test
    void httpsOnAPlainPortEndsTheCommandInPlainWords() throws Exception {
        try (TestServer server = TestServer.start(directory.resolve("data"))) {
            endsWith("there is no TLS on this port", server.http("").toString().replace("http:", "https:"));
        }
    }

    @Test
    void whatSpeaksNeitherIsNamedToo() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(connection -> connection.raw("SSH-2.0-OpenSSH_9.6\r\n"))) {
            endsWith("what answers there does not speak HTTP", server.url());
        }
    }
}
