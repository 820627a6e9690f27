package io.tailrace.proxy;

import io.tailrace.testing.Await;
import io.tailrace.testing.Installed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A proxy with a plain configuration, as whoever brings their own would write one. It runs in the foreground on a free port
 * of loopback and keeps its files in a directory of the test. Belongs to the test's thread.
 */
final class ProxyProcess implements AutoCloseable {

    private static final int SECONDS = 20;

    private final Process process;
    private final int port;
    private final Path words;

    private ProxyProcess(Path directory, int port, String... command) throws IOException {
        this.port = port;
        words = directory.resolve("words.log");
        process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(words.toFile())
                .start();
        try {
            Await.until(command[0] + " listens", this::listens);
        } catch (AssertionError | RuntimeException failed) {
            close();
            throw new IllegalStateException("it said: " + Files.readString(words), failed);
        }
    }

    /** HAProxy, whose timeouts end whatever is quiet for this long. */
    static ProxyProcess haproxy(Path directory, int upstream, int timeoutSeconds) throws IOException {
        int port = freePort();
        Path file = Files.writeString(directory.resolve("haproxy.cfg"), """
                defaults
                    mode http
                    timeout connect 2s
                    timeout client %3$ds
                    timeout server %3$ds
                    timeout tunnel %3$ds
                listen tailrace
                    bind 127.0.0.1:%1$d
                    server tailrace 127.0.0.1:%2$d
                """.formatted(port, upstream, timeoutSeconds));
        return new ProxyProcess(directory, port, Installed.program("haproxy"), "-db", "-f", file.toString());
    }

    /** Apache's httpd with {@code mod_proxy_http}, whose timeout ends whatever is quiet for this long. */
    static ProxyProcess apache(Path directory, int upstream, int timeoutSeconds) throws IOException {
        int port = freePort();
        Path modules = Stream.of("/usr/lib/apache2/modules", "/usr/lib64/httpd/modules", "/usr/lib/httpd/modules")
                .map(Path::of)
                .filter(Files::isDirectory)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no modules of Apache's httpd: install it"));
        Path file = Files.writeString(
                directory.resolve("httpd.conf"), """
                ServerRoot %4$s
                ServerName localhost
                Listen 127.0.0.1:%1$d
                PidFile httpd.pid
                DefaultRuntimeDir %4$s
                Mutex pthread
                ErrorLog /dev/stderr
                User #65534
                Group #65534
                LoadModule mpm_event_module %5$s/mod_mpm_event.so
                LoadModule authz_core_module %5$s/mod_authz_core.so
                LoadModule proxy_module %5$s/mod_proxy.so
                LoadModule proxy_http_module %5$s/mod_proxy_http.so
                Timeout %3$d
                ProxyTimeout %3$d
                ProxyPreserveHost On
                ProxyPass "/" "http://127.0.0.1:%2$d/" upgrade=websocket
                """.formatted(port, upstream, timeoutSeconds, directory, modules));
        String program = Installed.program("apache2", "httpd");
        return new ProxyProcess(directory, port, program, "-DFOREGROUND", "-f", file.toString());
    }

    /** Varnish with what it caches by itself; streams are piped. */
    static ProxyProcess varnish(Path directory, int upstream) throws IOException {
        int port = freePort();
        Path file = Files.writeString(directory.resolve("tailrace.vcl"), """
                vcl 4.1;
                backend default {
                    .host = "127.0.0.1";
                    .port = "%d";
                }
                sub vcl_recv {
                    if (req.url ~ "^/(ws/|api/(v1/)?logs/stream)") {
                        return (pipe);
                    }
                }
                """.formatted(upstream));
        return new ProxyProcess(
                directory,
                port,
                Installed.program("varnishd"),
                "-F",
                // Debian's jail changes to a user that may not enter a test's directory.
                "-j",
                "none",
                "-n",
                directory.resolve("varnish").toString(),
                "-a",
                "127.0.0.1:" + port,
                "-T",
                "none",
                "-s",
                "malloc,16m",
                "-f",
                file.toString());
    }

    /** An nginx that speaks HTTP/1.0 to the server, which was its default for twenty years. */
    static ProxyProcess plainNginx(Path directory, int upstream) throws IOException {
        int port = freePort();
        Path file = Files.writeString(directory.resolve("nginx.conf"), """
                daemon off;
                pid nginx.pid;
                error_log stderr;
                events {}
                http {
                    access_log off;
                    client_body_temp_path body;
                    proxy_temp_path proxy;
                    fastcgi_temp_path fastcgi;
                    uwsgi_temp_path uwsgi;
                    scgi_temp_path scgi;
                    server {
                        listen 127.0.0.1:%1$d;
                        location / {
                            proxy_pass http://127.0.0.1:%2$d;
                            proxy_http_version 1.0;
                        }
                    }
                }
                """.formatted(port, upstream));
        return new ProxyProcess(
                directory,
                port,
                Installed.program("nginx"),
                "-e",
                "stderr",
                "-p",
                directory.toString(),
                "-c",
                file.toString());
    }

    URI http(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    URI webSocket(String path) {
        return URI.create("ws://127.0.0.1:" + port + path);
    }

    @Override
    public void close() {
        List<ProcessHandle> family = new ArrayList<>(process.descendants().toList());
        process.destroy();
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        family.forEach(ProcessHandle::destroyForcibly);
    }

    private boolean listens() {
        if (!process.isAlive()) {
            throw new IllegalStateException("it ended");
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }
}
