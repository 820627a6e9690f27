package io.tailrace.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tailrace.testing.Await;
import io.tailrace.testing.ServerProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a server does while its disk is full. The disk is a small file system in memory that only the server's process
 * sees; the test fills it through {@code /proc}.
 */
@Timeout(120)
final class FullDiskTest {

    private static final String MOUNT_AND_BECOME = "mount -t tmpfs -o size=40m tmpfs \"$0\" && exec \"$@\"";

    @TempDir
    Path directory;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void aFullDiskRefusesEntriesButServesThoseItHasAndIsGotOverWithoutARestart() throws Exception {
        List<String> launcher = launcher();
        assumeTrue(canMount(launcher), "no file system can be mounted here");
        try (ServerProcess server = ServerProcess.startThrough(
                launcher, directory, "--archive-interval-ms", "50", "--journal-segment-bytes", "1m")) {
            Map<Long, String> acknowledged;
            try (Load load = Load.on(server, 2, "before")) {
                load.await(500);
                acknowledged = load.stop();
            }
            Path filler = Path.of("/proc/" + server.pid() + "/root" + directory, "filler");
            fill(filler);
            try (Load load = Load.on(server, 2, "meanwhile")) {
                Await.until("not ready", () -> get(server, "/ready").statusCode() == 503);
                for (int refused = 0; refused < 100; refused++) {
                    assertRefused(server);
                }
                // The load goes on, so small appends were tried as well as the probe's large ones.
                assertThat(metric(server, "tailrace_append_unavailable_total")).isEqualTo(1);
                assertThat(get(server, "/ready").body()).contains("No space left on device");
                assertThat(get(server, "/health").statusCode()).isEqualTo(200);
                WholeLog.of(server).assertHolds(acknowledged);

                Files.delete(filler);
                Await.until("ready", () -> get(server, "/ready").statusCode() == 200);
                assertThat(metric(server, "tailrace_append_unavailable_total")).isEqualTo(1);
                int before = load.acknowledgedSoFar();
                load.await(before + 100);
                acknowledged.putAll(load.stop());
            }
            Await.until("archived", () -> metric(server, "tailrace_archive_lag_entries") == 0);
            WholeLog.of(server).assertHolds(acknowledged);
        }
    }

    /** What reads the archive goes on; what needs room is told that there is none, and neither waits for any. */
    @Test
    void aFullDiskRefusesExportsAtOnceAndAnswersTheReportOrSaysWhyNot() throws Exception {
        List<String> launcher = launcher();
        assumeTrue(canMount(launcher), "no file system can be mounted here");
        try (ServerProcess server = ServerProcess.startThrough(
                launcher, directory, "--archive-interval-ms", "50", "--journal-segment-bytes", "1m")) {
            try (Load load = Load.on(server, 2, "before")) {
                load.await(500);
                load.stop();
            }
            Await.until("archived", () -> metric(server, "tailrace_archive_lag_entries") == 0);
            assertThat(get(server, "/api/logs/export?format=parquet").statusCode())
                    .isEqualTo(200);
            Path filler = Path.of("/proc/" + server.pid() + "/root" + directory, "filler");
            fill(filler);
            assertDiskFull(get(server, "/api/logs/export?format=parquet"));
            HttpResponse<String> report = get(server, "/api/archive");
            if (report.statusCode() != 200) {
                assertDiskFull(report);
            }

            // And with entries that can no longer come to the archive.
            try (Load load = Load.on(server, 2, "meanwhile")) {
                Await.until("not ready", () -> get(server, "/ready").statusCode() == 503);
                long asked = System.nanoTime();
                assertDiskFull(get(server, "/api/logs/export?format=parquet"));
                assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(5));
                report = get(server, "/api/archive");
                if (report.statusCode() != 200) {
                    assertDiskFull(report);
                }
                load.stop();
            }
            Files.delete(filler);
            Await.until("ready", () -> get(server, "/ready").statusCode() == 200);
            Await.until(
                    "exported",
                    () -> get(server, "/api/logs/export?format=parquet").statusCode() == 200);
            assertThat(get(server, "/api/archive").statusCode()).isEqualTo(200);
        }
    }

    private static void assertDiskFull(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.body()).contains("\"code\":\"disk_full\"");
    }

    /** As root a mount namespace is enough; others need a user namespace as well. */
    private List<String> launcher() {
        boolean root = "root".equals(System.getProperty("user.name"));
        return List.of("unshare", root ? "-m" : "-Urm", "sh", "-c", MOUNT_AND_BECOME, directory.toString());
    }

    private static boolean canMount(List<String> launcher) throws InterruptedException {
        List<String> command = new ArrayList<>(launcher);
        command.add("true");
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException noUnshare) {
            return false;
        }
    }

    private static void fill(Path filler) throws IOException {
        byte[] zeros = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(zeros);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left on device");
        }
    }

    private void assertRefused(ServerProcess server) throws IOException, InterruptedException {
        HttpResponse<String> answer = Load.post(client, server, List.of("refused"));
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body())
                .contains("\"error\":\"the journal cannot be written: No space left on device\"")
                .contains("\"code\":\"unavailable\"");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    private double metric(ServerProcess server, String name) {
        Matcher value = Pattern.compile("^" + name + " (\\S+)$", Pattern.MULTILINE)
                .matcher(get(server, "/metrics").body());
        if (!value.find()) {
            throw new AssertionError("no metric " + name);
        }
        return Double.parseDouble(value.group(1));
    }

    private HttpResponse<String> get(ServerProcess server, String path) {
        try {
            return client.send(HttpRequest.newBuilder(server.http(path)).build(), BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException("interrupted while asking the server", interrupted);
        }
    }
}
