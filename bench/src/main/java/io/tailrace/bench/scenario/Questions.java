package io.tailrace.bench.scenario;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Asks a server questions about its history, one at a time, and takes the time to the last byte of the answer. */
final class Questions implements AutoCloseable {

    private static final Pattern RARE_WORD = Pattern.compile("Session ([0-9a-f]{8}) renewed");

    private final String address;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Questions(int port) {
        address = "http://127.0.0.1:" + port;
    }

    /** The questions of whose answers the speed is promised, for an archive with ids up to this one. */
    List<Question> about(long newest) throws IOException, InterruptedException {
        return List.of(
                new Question("newest 100", "/api/logs?limit=100", 10),
                new Question("service and level, newest 100", "/api/logs?service=billing&level=error&limit=100", 10),
                new Question("rare substring over all", "/api/logs?search=" + rareWord(newest / 2), 250),
                new Question("regex over all", "/api/logs?q=" + encoded("message:/user [0-9]{7,} signed/"), 1500),
                new Question("histogram by level over all", "/api/logs/histogram", 150),
                new Question("stats", "/api/logs/stats", 80),
                new Question("values of service", "/api/logs/values?field=service", 50),
                new Question("context of an entry", "/api/logs/" + newest / 2 + "/context", 10));
    }

    /** A word that few entries have, from the middle of the log. */
    private String rareWord(long near) throws IOException, InterruptedException {
        String page = ask("/api/logs?search=renewed&limit=1&before=" + near);
        Matcher word = RARE_WORD.matcher(page);
        if (!word.find()) {
            throw new IllegalStateException("The archive holds other entries than this bench makes: " + page);
        }
        return word.group(1);
    }

    /** Asks once to warm up and then so many times; answers the median, in milliseconds. */
    double median(Question question, int times) throws IOException, InterruptedException {
        ask(question.path());
        List<Double> taken = new ArrayList<>();
        for (int time = 0; time < times; time++) {
            taken.add(millis(question));
        }
        return taken.stream().sorted().skip(times / 2).findFirst().orElseThrow();
    }

    /** Asks all of them in turn until something else is done; answers how long each took, in milliseconds. */
    List<List<Double>> askUntil(CompletableFuture<?> done, List<Question> questions)
            throws IOException, InterruptedException {
        List<List<Double>> taken = IntStream.range(0, questions.size())
                .<List<Double>>mapToObj(_ -> new ArrayList<>())
                .toList();
        while (!done.isDone()) {
            for (int i = 0; i < questions.size() && !done.isDone(); i++) {
                taken.get(i).add(millis(questions.get(i)));
            }
        }
        return taken;
    }

    private double millis(Question question) throws IOException, InterruptedException {
        long start = System.nanoTime();
        ask(question.path());
        return (System.nanoTime() - start) / 1e6;
    }

    private String ask(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                client.send(HttpRequest.newBuilder(URI.create(address + path)).build(), BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(path + " was answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.close();
    }
}
