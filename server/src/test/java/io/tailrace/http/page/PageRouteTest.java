package io.tailrace.http.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tailrace.testing.HttpSocket;
import io.tailrace.testing.HttpSocket.Answer;
import io.tailrace.testing.ServerExtension;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page's files as a browser gets them. */
final class PageRouteTest {

    private static final Pattern FOLDER = Pattern.compile("\"(ui/[0-9a-f]{16,64})/page\\.js\"");
    private static final Pattern IMPORT_MAP = Pattern.compile("<script type=\"importmap\">(.*?)</script>");
    private static final Pattern SCRIPT = Pattern.compile("<script type=\"module\"[^>]* src=\"([^\"]+)\">");
    private static final Pattern STYLE = Pattern.compile("<link rel=\"stylesheet\" href=\"([^\"]+)\">");
    private static final int MOST_BYTES = 200_000;

    @RegisterExtension
    static final ServerExtension server = new ServerExtension();

    private final HttpSocket http = server.connect();

    @ParameterizedTest
    @CsvSource({
        "main.js, text/javascript; charset=utf-8",
        "style/page.css, text/css; charset=utf-8",
        "icon.svg, image/svg+xml",
        "lib/lit/index.js, text/javascript; charset=utf-8",
        "lib/lit-html/lit-html.js, text/javascript; charset=utf-8",
        "lib/lit-element/lit-element.js, text/javascript; charset=utf-8",
        "lib/reactive-element/reactive-element.js, text/javascript; charset=utf-8",
        "lib/uplot/uPlot.esm.js, text/javascript; charset=utf-8",
        "lib/uplot/uPlot.min.css, text/css; charset=utf-8",
        "lib/uplot/LICENSE, text/plain; charset=utf-8"
    })
    void aFileComesWithItsTypeAndIsKeptForGood(String name, String type) throws IOException {
        Answer answer = http.get(folder() + name);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo(type);
        assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(answer.header("Vary")).isEqualTo("Accept-Encoding");
        assertThat(answer.text()).isNotEmpty();
        assertSafe(answer);
    }

    @Test
    void thePageItselfIsAskedForEachTime() throws IOException {
        Answer answer = http.get("/");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.text()).doesNotContain("{ui}", "{preload}");
        assertSafe(answer);
    }

    @Test
    void aFilterInTheAddressIsThePageToo() throws IOException {
        assertThat(http.get("/?service=portal&q=a%20b").text())
                .isEqualTo(http.get("/").text());
    }

    @Test
    void onlyWhatTheServerServesItselfMayRun() throws IOException {
        Answer page = http.get("/");

        assertThat(directives(page))
                .contains(
                        "default-src 'none'",
                        "style-src 'self'",
                        "connect-src 'self'",
                        "base-uri 'none'",
                        "form-action 'none'",
                        "frame-ancestors 'none'",
                        "require-trusted-types-for 'script'",
                        "trusted-types lit-html")
                .noneMatch(directive -> directive.contains("unsafe"))
                .noneMatch(directive -> directive.contains("http"))
                .noneMatch(directive -> directive.contains("*"));
        assertThat(page.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
        assertThat(page.header("Permissions-Policy")).contains("clipboard-write=(self)", "camera=()");
    }

    @Test
    void ofScriptsWithinThePageOnlyItsImportMapIsGood() throws IOException {
        Answer page = http.get("/");
        Matcher map = IMPORT_MAP.matcher(page.text());
        assertThat(map.find()).isTrue();
        byte[] digest = PageFile.sha256().digest(map.group(1).getBytes(UTF_8));

        assertThat(directives(page))
                .contains("script-src 'self' 'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
        assertThat(Pattern.compile("<script(?![^>]* src=)").matcher(page.text()).results())
                .as("scripts that are no files")
                .hasSize(1);
    }

    @Test
    void aPageThatDidNotChangeIsNotSentAgain() throws IOException {
        String tag = Objects.requireNonNull(http.get("/").header("ETag"));

        for (String known : new String[] {tag, tag.substring(2), "\"other\", " + tag, "*"}) {
            Answer answer = http.get("/", "If-None-Match: " + known);
            assertThat(answer.status()).as(known).isEqualTo(304);
            assertThat(answer.header("ETag")).isEqualTo(tag);
            assertThat(answer.header("Vary")).isEqualTo("Accept-Encoding");
            assertSafe(answer);
        }
        assertThat(http.get("/", "If-None-Match: \"other\"").status()).isEqualTo(200);
        assertThat(http.get(folder() + "icon.svg", "If-None-Match: " + tag).status())
                .as("another file")
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br, gzip;q=0.5", "*", "GZIP", "deflate, x-gzip", "gzip; q=1.0"})
    void textIsCompressedForWhoTakesIt(String encodings) throws IOException {
        for (String path : List.of("/", folder() + "main.js", folder() + "style/page.css")) {
            String plain = http.get(path).text();
            HttpURLConnection compressed = request(path, encodings);
            byte[] bytes = compressed.getInputStream().readAllBytes();

            assertThat(compressed.getHeaderField("Content-Encoding")).isEqualTo("gzip");
            assertThat(compressed.getHeaderField("Vary")).isEqualTo("Accept-Encoding");
            assertThat(bytes.length).isLessThan(plain.length());
            assertThat(new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes())
                    .isEqualTo(plain.getBytes(UTF_8));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "gzip;q=0", "gzip; q=0.000", "*, gzip;q=0", "*;q=0", "br", ""})
    void textIsNotCompressedForWhoDoesNot(String encodings) throws IOException {
        Answer answer = http.get(folder() + "main.js", "Accept-Encoding: " + encodings);

        assertThat(answer.header("Content-Encoding")).isNull();
        assertThat(answer.text())
                .isEqualTo(new String(
                        Objects.requireNonNull(PageRouteTest.class.getResourceAsStream("/ui/main.js"))
                                .readAllBytes(),
                        UTF_8));
    }

    @Test
    void headIsGetWithoutTheBody() throws IOException {
        for (String path : List.of("/", folder() + "main.js")) {
            Answer whole = http.get(path, "Accept-Encoding: gzip");
            http.say(HttpSocket.head("HEAD", path, "Accept-Encoding: gzip") + "\r\n");
            Answer head = http.answerWithoutBody();

            assertThat(head.status()).isEqualTo(200);
            whole.headers().remove("Content-Length");
            assertThat(head.headers()).isEqualTo(whole.headers());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH"})
    void aFileIsOnlyRead(String method) throws IOException {
        for (String path : List.of("/", folder() + "main.js")) {
            Answer answer = http.say(HttpSocket.head(method, path, "Content-Length: 0") + "\r\n")
                    .answer();

            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.header("Allow")).isEqualTo("GET, HEAD");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "index.html",
                "main",
                "main.js/",
                "/main.js",
                "MAIN.JS",
                "main%2ejs",
                "lib",
                "lib/",
                "lib/lit/development/index.js",
                "lib/lit/index.js.map",
                "lib/lit/package.json",
                "lib/lit-html/node/lit-html.js",
                "lib/uplot/dist/uPlot.esm.js",
                "../logback.xml",
                "..%2flogback.xml",
                "%2e%2e/logback.xml",
                "%2e%2e%2flogback.xml",
                "../../etc/passwd",
                "/etc/passwd",
                "..\\logback.xml",
                "main.js%00",
                "main.js;a=b"
            })
    void whatIsNotAFileOfThePageIsNotFound(String name) throws IOException {
        assertNotFound(folder() + name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/index.html",
                "/main.js",
                "/ui",
                "/ui/",
                "/ui/main.js",
                "/ui/index.html",
                "/ui/{ui}/main.js",
                "/../logback.xml",
                "/logback.xml",
                "/META-INF/MANIFEST.MF",
                "/io/tailrace/cli/Tailrace.class"
            })
    void whatIsOutsideTheFoldersAddressIsNotFound(String path) throws IOException {
        assertNotFound(path);
    }

    @Test
    void anAddressOfAnotherVersionNeverHasThisVersionsContent() throws IOException {
        String hash = folder().split("/", -1)[2];
        char last = hash.charAt(hash.length() - 1);
        String other = hash.substring(0, hash.length() - 1) + (last == '0' ? '1' : '0');

        assertNotFound("/ui/" + other + "/main.js");
        assertNotFound("/ui/" + hash.toUpperCase(Locale.ROOT) + "x/main.js");
        assertNotFound("/ui/" + hash.substring(0, 8) + "/main.js");
    }

    /** So that a browser far away asks twice, and not for each module in turn. */
    @Test
    void oneScriptAndOneStyleSheetAreAllThatThePageLoads() throws IOException {
        String page = http.get("/").text();
        String folder = folder().substring(1);

        assertThat(all(SCRIPT, page)).containsExactly(folder + "page.js");
        assertThat(all(STYLE, page)).containsExactly(folder + "page.css");
        assertThat(http.get(folder() + "page.js").header("Content-Type")).startsWith("text/javascript");
        assertThat(http.get(folder() + "page.js").text()).endsWith("//# sourceMappingURL=page.js.map\n");
        assertThat(http.get(folder() + "page.js.map").text()).contains("\"main.js\"", "\"list/log-list.js\"");
        assertThat(http.get(folder() + "page.css").text()).contains("/* style/theme.css */", "/* style/menu.css */");
    }

    @Test
    void everyImportOfThePageIsThere() throws IOException {
        assertThat(PageFiles.of(ProgramFiles.page()).modules().missing()).isEmpty();
    }

    @Test
    void allThatTheFirstViewNeedsIsSmall() throws IOException {
        String page = http.get("/").text();
        List<String> needed = Stream.of(
                        List.of("/", folder() + "icon.svg"),
                        all(STYLE, page).stream().map(style -> "/" + style).toList(),
                        all(SCRIPT, page).stream().map(script -> "/" + script).toList())
                .flatMap(List::stream)
                .toList();
        long bytes = 0;
        for (String path : needed) {
            bytes += request(path, "gzip").getInputStream().readAllBytes().length;
        }

        assertThat(bytes).as("compressed bytes of " + needed).isLessThanOrEqualTo(MOST_BYTES);
    }

    /** The path of this version's files, with a slash at both ends. */
    private String folder() throws IOException {
        Matcher main = FOLDER.matcher(http.get("/").text());
        assertThat(main.find()).as("page.js in the page").isTrue();
        return "/" + main.group(1) + "/";
    }

    private static List<String> all(Pattern links, String page) {
        List<String> addresses = new ArrayList<>();
        Matcher link = links.matcher(page);
        while (link.find()) {
            addresses.add(link.group(1));
        }
        return addresses;
    }

    private static List<String> directives(Answer page) {
        return List.of(
                Objects.requireNonNull(page.header("Content-Security-Policy")).split("; ", -1));
    }

    /** A request whose answer is read as bytes. */
    private static HttpURLConnection request(String path, String encodings) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) server.http(path).toURL().openConnection();
        connection.setRequestProperty("Accept-Encoding", encodings);
        return connection;
    }

    private void assertNotFound(String path) throws IOException {
        Answer answer = http.get(path);

        assertThat(answer.status()).as(path).isEqualTo(404);
        assertThat(answer.at("code")).isEqualTo("not_found");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }

    private static void assertSafe(Answer answer) {
        assertThat(answer.header("Content-Security-Policy")).startsWith("default-src 'none'");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
    }
}
