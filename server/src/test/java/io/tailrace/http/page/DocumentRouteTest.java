package io.tailrace.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.HttpSocket;
import io.tailrace.testing.HttpSocket.Answer;
import io.tailrace.testing.ServerExtension;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents as a browser gets them. */
final class DocumentRouteTest {

    private static final Pattern ADDRESS = Pattern.compile("(?:href|src)=\"([^\"]*)\"");
    private static final Pattern ANCHOR = Pattern.compile(" id=\"([^\"]*)\"");

    @RegisterExtension
    static final ServerExtension server = new ServerExtension();

    private final HttpSocket http = server.connect();

    private static List<String> documents() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("..", "docs"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".md"))
                    .map(name -> name.substring(0, name.length() - 3))
                    .toList();
        }
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    @Test
    void everyDocumentIsListedAndIsAPage() throws IOException {
        String list = http.get("/docs").text();

        for (String document : documents()) {
            assertThat(list).contains("<a href=\"docs/" + document + "\">");
            Answer answer = http.get("/docs/" + document);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
            assertThat(answer.text())
                    .contains("<a href=\"" + document + "\" aria-current=\"page\">")
                    .contains("<h1 id=");
        }
        assertThat(http.get("/docs/QUERY").text())
                .contains("<title>The query language · Tailrace</title>", "<td><code>level&gt;=warn</code></td>");
    }

    /** From the list on, as a reader comes to them: other documents, places in them, pictures, the page itself. */
    @Test
    void everyLinkWithinThemLeadsSomewhere() throws IOException {
        Map<String, String> pages = new LinkedHashMap<>();
        TreeSet<String> left = new TreeSet<>(List.of("/docs"));
        TreeSet<String> places = new TreeSet<>();
        while (!left.isEmpty()) {
            String path = Objects.requireNonNull(left.pollFirst());
            Answer answer = http.get(path);
            assertThat(answer.status()).as(path).isEqualTo(200);
            pages.put(path, answer.text());
            boolean isDocument = path.startsWith("/docs")
                    && String.valueOf(answer.header("Content-Type")).startsWith("text/html");
            for (String link : isDocument ? found(ADDRESS, answer.text()) : List.<String>of()) {
                URI target = URI.create("http://here" + path).resolve(link.replace("&amp;", "&"));
                if (target.getHost().equals("here")) {
                    if (target.getFragment() != null) {
                        places.add(target.getPath() + "#" + target.getFragment());
                    }
                    if (!pages.containsKey(target.getPath())) {
                        left.add(target.getPath());
                    }
                }
            }
        }
        assertThat(pages.keySet())
                .contains("/", "/docs/PROTOCOL", "/docs/CHANGELOG", "/docs/images/page-phone.png")
                .anyMatch(path -> path.endsWith("style/docs.css"));
        assertThat(places).hasSizeGreaterThan(50).allSatisfy(place -> {
            String[] parts = place.split("#", 2);
            assertThat(found(ANCHOR, Objects.requireNonNull(pages.get(parts[0]))))
                    .contains(parts[1]);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"/docs", "/docs/QUERY", "/docs/images/page-light.png"})
    void nothingRunsInThem(String path) throws IOException {
        Answer answer = http.get(path);

        assertThat(answer.header("Content-Security-Policy"))
                .startsWith("default-src 'none'; style-src 'self'; img-src 'self'")
                .doesNotContain("script", "unsafe", "*");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.text()).doesNotContain("<script", " style=\"", " onclick");
    }

    @ParameterizedTest
    @CsvSource({
        "/docs/, ../docs",
        "/docs/query, QUERY",
        "/docs/QUERY.md, QUERY",
        "/docs/Query.MD, QUERY",
        "/docs/protocol, PROTOCOL"
    })
    void whoWritesANameAnotherWayIsSentThere(String path, String place) throws IOException {
        Answer answer = http.get(path);

        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("Location")).isEqualTo(place);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/docs/NOTHING", "/docs/../logback.xml", "/docs/QUERY/", "/docs/images", "/docsx", "/doc"})
    void whatIsNoDocumentIsNotFound(String path) throws IOException {
        Answer answer = http.get(path);

        assertThat(answer.status()).as(path).isEqualTo(404);
        assertThat(answer.at("code")).isEqualTo("not_found");
    }

    @Test
    void aDocumentIsOnlyReadAndIsSentOnce() throws IOException {
        Answer answer = http.say(HttpSocket.head("POST", "/docs/QUERY", "Content-Length: 0") + "\r\n")
                .answer();
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("GET, HEAD");
        String tag = String.valueOf(http.get("/docs/QUERY").header("ETag"));
        assertThat(http.get("/docs/QUERY", "If-None-Match: " + tag).status()).isEqualTo(304);
        http.say(HttpSocket.head("HEAD", "/docs/QUERY") + "\r\n");
        assertThat(http.answerWithoutBody().status()).isEqualTo(200);
    }

    @Test
    void aLinkToWhatIsNotServedIsItsTextOnly() {
        Markdown document = Markdown.read(
                "# A\n\nSee [the *code*](../src/X.java), [B](B.md#c).\n\n## A\n\n<!-- unseen -->\n",
                link -> link.startsWith("B") ? "B#c" : "");

        assertThat(document.title()).isEqualTo("A");
        assertThat(document.about()).isEqualTo("See the code, B.");
        assertThat(document.html())
                .contains("See the <em>code</em>, <a href=\"B#c\">B</a>.", "<h1 id=\"a\">", "<h2 id=\"a-1\">");
    }
}
