package io.tailrace.http.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the page is made of its files. */
final class PageFilesTest {

    private static final String MAP =
            "{\"scopes\":{},\"imports\":{\"lib\":\"./{ui}/lib/index.js\",\"lib/\":\"./{ui}/lib/\",\"lib/deep/\":\"./{ui}/deep/\"}}";
    private static final String INDEX = "<script type=\"importmap\">" + MAP + "</script>\n<!-- {preload} -->\n"
            + "<script type=\"module\" src=\"{ui}/main.js\"></script>";

    private final SortedMap<String, byte[]> files = new TreeMap<>();

    PageFilesTest() {
        file("index.html", INDEX);
        file("main.js", "");
    }

    private void file(String name, String text) {
        files.put(name, text.getBytes(UTF_8));
    }

    @Test
    void everyChangeOfANameOrAContentChangesTheAddress() throws IOException {
        file("a.css", "ab");
        file("b.css", "c");
        String before = PageFiles.of(files).address();
        assertThat(PageFiles.of(files).address()).isEqualTo(before);

        file("a.css", "a");
        file("b.css", "bc");
        assertThat(PageFiles.of(files).address()).as("moved byte").isNotEqualTo(before);

        file("a.css", "ab");
        files.put("c.css", files.remove("b.css"));
        assertThat(PageFiles.of(files).address()).as("renamed").isNotEqualTo(before);

        files.remove("c.css");
        file("b.css", "c");
        file("index.html", INDEX + " ");
        assertThat(PageFiles.of(files).address()).as("index").isNotEqualTo(before);
    }

    @Test
    void modulesAreFoundThroughEveryFormOfStaticImportAndTheImportMap() throws IOException {
        file("main.js", """
                import './side-effect.js';
                import {
                  one,
                  two as three,
                } from "./list/several-lines.js";
                import everything, * as all from './all.js'; import{tight}from'./tight.js';
                export * from './again.js';
                import lib from 'lib';
                import { each } from 'lib/each.js';
                import deep from 'lib/deep/one.js';
                const later = await import('./later.js');
                // import './commented.js';
                /**
                 * import x from './documented.js';
                 */
                const text = "import './quoted.js'";
                """);
        file("list/several-lines.js", "import '../all.js'; import './beside.js'; import '../main.js'");
        for (String name : new String[] {
            "side-effect.js",
            "all.js",
            "tight.js",
            "again.js",
            "lib/index.js",
            "lib/each.js",
            "deep/one.js",
            "list/beside.js",
            "later.js",
            "commented.js",
            "documented.js",
            "quoted.js"
        }) {
            file(name, "");
        }

        PageFiles page = PageFiles.of(files);

        assertThat(page.modules().reached())
                .containsExactly(
                        "side-effect.js",
                        "list/several-lines.js",
                        "all.js",
                        "tight.js",
                        "again.js",
                        "lib/index.js",
                        "lib/each.js",
                        "deep/one.js",
                        "list/beside.js");
        assertThat(page.modules().missing()).isEmpty();
        assertThat(page.index().plain().toString())
                .contains("<link rel=\"modulepreload\" href=\"" + page.address() + "/list/beside.js\">");
    }

    @ParameterizedTest
    @ValueSource(strings = {"./nothing.js", "../../out.js", "unknown", "lib/nothing.js", "https://elsewhere/x.js"})
    void anImportOfNothingIsSaidAndNotAnnounced(String name) throws IOException {
        file("main.js", "import '" + name + "';");

        PageFiles page = PageFiles.of(files);

        assertThat(page.modules().missing()).containsExactly(name + " in main.js");
        assertThat(page.index().plain().toString()).doesNotContain("modulepreload");
    }

    @Test
    void aShortFileThatCompressionMakesLongerIsSentAsItIs() {
        assertThat(PageFile.of("short.js", "1".getBytes(UTF_8)).gzip()).isEmpty();
        assertThat(PageFile.of("long.js", "1".repeat(1000).getBytes(UTF_8)).gzip())
                .isPresent();
    }

    @Test
    void theFilesAreTheSameFromAFolderAndFromAJar(@TempDir Path directory) throws IOException {
        Path folder = Files.createDirectories(directory.resolve("ui/list"));
        Files.writeString(folder.resolve("a.js"), "a");
        Files.writeString(directory.resolve("ui/main.js"), "main");
        Path jar = directory.resolve("program.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String name : new String[] {"ui/", "ui/main.js", "ui/list/", "ui/list/a.js", "logback.xml"}) {
                zip.putNextEntry(new ZipEntry(name));
                if (!name.endsWith("/")) {
                    zip.write(name.equals("ui/list/a.js") ? new byte[] {'a'} : "main".getBytes(UTF_8));
                }
            }
        }

        assertThat(ProgramFiles.ofFolder(directory.resolve("ui")))
                .containsOnlyKeys("main.js", "list/a.js")
                .containsEntry("list/a.js", new byte[] {'a'});
        assertThat(ProgramFiles.ofJar(jar, "ui/"))
                .containsExactlyEntriesOf(ProgramFiles.ofFolder(directory.resolve("ui")));
    }

    @Test
    void aRequestThatComesTooEarlyIsAnsweredOnceThePageIsReady() throws Exception {
        Vertx vertx = Vertx.vertx();
        CountDownLatch mayRead = new CountDownLatch(1);
        try (HttpClient client = HttpClient.newHttpClient()) {
            PageRoute route = new PageRoute(
                    () -> {
                        awaitLeave(mayRead);
                        return files;
                    },
                    TreeMap::new);
            int port = serve(vertx, route);
            CompletableFuture<HttpResponse<String>> early = get(client, port, "/");
            assertThat(get(client, port, "/other").join().body())
                    .as("meanwhile")
                    .isEqualTo("other");
            assertThat(early).isNotDone();

            mayRead.countDown();

            assertThat(early.join().statusCode()).isEqualTo(200);
            assertThat(get(client, port, "/nothing").join().statusCode()).isEqualTo(404);
        } finally {
            mayRead.countDown();
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void aPageThatCannotBeReadIsAFaultOfTheServer() {
        Vertx vertx = Vertx.vertx();
        try (HttpClient client = HttpClient.newHttpClient()) {
            PageRoute route = new PageRoute(
                    () -> {
                        throw new IOException("no such jar");
                    },
                    TreeMap::new);
            int port = serve(vertx, route);

            assertThat(get(client, port, "/").join().statusCode()).isEqualTo(500);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static void awaitLeave(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IOException("interrupted", interrupted);
        }
    }

    /** One event loop, so that a route that blocked it would hold up the other path too. */
    private static int serve(Vertx vertx, PageRoute route) {
        Router router = Router.router(vertx);
        router.errorHandler(
                500, routing -> routing.response().setStatusCode(500).end());
        router.route("/other").handler(routing -> routing.response().end("other"));
        router.route().handler(route::handle);
        return vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    private static CompletableFuture<HttpResponse<String>> get(HttpClient client, int port, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        return client.sendAsync(request, BodyHandlers.ofString());
    }
}
