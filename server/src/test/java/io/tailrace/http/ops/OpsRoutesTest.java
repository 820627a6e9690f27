package io.tailrace.http.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.Await;
import io.tailrace.testing.HttpSocket;
import io.tailrace.testing.HttpSocket.Answer;
import io.tailrace.testing.ServerExtension;
import io.tailrace.testing.TestServer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Health, readiness and metrics. */
final class OpsRoutesTest {

    private static final String ENTRY = "{\"service\":\"s\",\"level\":\"info\",\"message\":\"m\"}";

    private static final List<String> BOUNDS = List.of(
            "tailrace_entries_appended_total",
            "tailrace_append_bytes_total",
            "tailrace_append_groups_total",
            "tailrace_append_queue_bytes",
            "tailrace_append_queue_max_bytes",
            "tailrace_append_available",
            "tailrace_ingest_buffered_bytes",
            "tailrace_ingest_buffered_max_bytes",
            "tailrace_journal_append_seconds_count",
            "tailrace_journal_append_seconds_sum",
            "tailrace_journal_append_seconds_max",
            "tailrace_journal_append_seconds{quantile=\"0.99\"}",
            "tailrace_journal_bytes",
            "tailrace_journal_torn_bytes",
            "tailrace_hot_tail_bytes",
            "tailrace_hot_tail_max_bytes",
            "tailrace_archive_lag_entries",
            "tailrace_archive_entries_total",
            "tailrace_archive_failures_total",
            "tailrace_log_first_id",
            "tailrace_log_committed_id",
            "tailrace_streams",
            "tailrace_streams_max",
            "tailrace_stream_subscriptions{state=\"following\"}",
            "tailrace_stream_parked",
            "tailrace_stream_lag_entries",
            "tailrace_stream_batches_total",
            "tailrace_stream_deliveries_total",
            "tailrace_stream_bytes_total",
            "tailrace_stream_pages",
            "tailrace_ingest_refused_bodies_total",
            "tailrace_ingest_rejected_entries_total",
            "tailrace_ingest_overloaded_total",
            "tailrace_queries_running",
            "tailrace_queries_running_max",
            "tailrace_queries_queued",
            "tailrace_queries_queued_max",
            "tailrace_queries_refused_total",
            "tailrace_queries_timed_out_total",
            "tailrace_queries_cancelled_total",
            "tailrace_exports_running",
            "tailrace_exports_running_max",
            "tailrace_exports_refused_total",
            "tailrace_exports_cancelled_total",
            "tailrace_connections",
            "tailrace_connections_max",
            "tailrace_connections_refused_total",
            "tailrace_connections_reserved",
            "tailrace_connections_timed_out_total{reason=\"idle\"}",
            "tailrace_connections_timed_out_total{reason=\"slow_head\"}",
            "tailrace_connections_timed_out_total{reason=\"slow_body\"}",
            "tailrace_connections_timed_out_total{reason=\"takes_nothing\"}",
            "tailrace_answers_bytes",
            "tailrace_answers_max_bytes",
            "tailrace_answers_refused_total",
            "tailrace_ingest_buffered_small_bytes",
            "tailrace_ingest_parsing_queued",
            "tailrace_ingest_parsing_queued_max",
            "tailrace_ingest_parsing_refused_total",
            "tailrace_direct_memory_bytes",
            "tailrace_direct_memory_max_bytes",
            "process_files_open_files",
            "process_uptime_seconds",
            "process_cpu_usage");

    @RegisterExtension
    static final ServerExtension server = new ServerExtension();

    private final HttpSocket http = server.connect();

    @Test
    void healthNamesTheServiceAndItsVersion() throws IOException {
        Answer answer = http.get("/health");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.text())
                .isEqualTo("{\"service\":\"logs\",\"status\":\"healthy\",\"version\":\"" + TestServer.VERSION + "\"}");
    }

    @Test
    void aServerThatHasStartedIsReady() throws IOException {
        assertThat(http.get("/ready").status()).isEqualTo(200);
        assertThat(http.get("/ready").at("status")).isEqualTo("ready");
    }

    @Test
    void everyBoundHasAMetric() throws IOException {
        Answer answer = http.get("/metrics");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        Map<String, Double> metrics = metrics(answer);
        assertThat(BOUNDS)
                .allSatisfy(name -> assertThat(metrics.get(name)).as(name).isNotNull());
    }

    @Test
    void entriesAndRefusalsAreCounted() throws IOException {
        Map<String, Double> before = metrics(http.get("/metrics"));
        http.post("[" + ENTRY + ",{}," + ENTRY + ",{},{}]");
        http.post("no json");
        Map<String, Double> after = metrics(http.get("/metrics"));

        assertThat(growth(before, after, "tailrace_entries_appended_total")).isEqualTo(2);
        assertThat(growth(before, after, "tailrace_log_committed_id")).isEqualTo(2);
        assertThat(growth(before, after, "tailrace_append_groups_total")).isEqualTo(1);
        assertThat(growth(before, after, "tailrace_journal_append_seconds_count"))
                .isEqualTo(1);
        assertThat(growth(before, after, "tailrace_append_bytes_total")).isPositive();
        assertThat(growth(before, after, "tailrace_ingest_rejected_entries_total"))
                .isEqualTo(3);
        assertThat(growth(before, after, "tailrace_ingest_refused_bodies_total"))
                .isEqualTo(1);
        assertThat(after).containsEntry("tailrace_append_queue_bytes", 0.0);
    }

    @Test
    void aReaderIsCountedWhileItReads() throws IOException {
        http.post(ENTRY);
        Map<String, Double> before = metrics(http.get("/metrics"));
        try (HttpSocket stream = server.connect()) {
            stream.say(HttpSocket.head("GET", "/api/logs/stream?after=0", "Accept: application/x-ndjson") + "\r\n");
            stream.streamHead();
            stream.line();

            Map<String, Double> during = metrics(http.get("/metrics"));
            assertThat(growth(before, during, "tailrace_streams")).isEqualTo(1);
            assertThat(growth(before, during, "tailrace_stream_deliveries_total"))
                    .isPositive();
        }
        Await.until(
                "the stream has ended", () -> growth(before, metrics(http.get("/metrics")), "tailrace_streams") == 0);
    }

    @Test
    void theArchiveCatchesUp() throws IOException {
        http.post(ENTRY);
        Await.until("archived", () -> {
            Map<String, Double> now = metrics(http.get("/metrics"));
            return now.getOrDefault("tailrace_archive_entries_total", 0.0)
                    >= now.getOrDefault("tailrace_log_committed_id", Double.NaN);
        });

        Map<String, Double> metrics = metrics(http.get("/metrics"));
        assertThat(metrics).containsEntry("tailrace_archive_failures_total", 0.0);
        assertThat(metrics).containsEntry("tailrace_archive_lag_entries", 0.0);
    }

    private static double growth(Map<String, Double> before, Map<String, Double> after, String name) {
        return after.getOrDefault(name, Double.NaN) - before.getOrDefault(name, Double.NaN);
    }

    /** The values by the names with their labels, as Prometheus reads them. */
    private static Map<String, Double> metrics(Answer answer) {
        Map<String, Double> metrics = new TreeMap<>();
        answer.text().lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int space = line.lastIndexOf(' ');
            metrics.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
        });
        return metrics;
    }
}
