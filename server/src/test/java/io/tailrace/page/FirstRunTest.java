package io.tailrace.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An empty log says how to send its first entry, in ways that work as they stand, and reacts when it has come. */
final class FirstRunTest {

    private static final int SECONDS = 60;

    @RegisterExtension
    static final PageExtension tailrace = new PageExtension();

    @TempDir
    Path folder;

    @Test
    void itReactsTheMomentTheFirstEntryComes() {
        Page page = tailrace.open("/");
        assertThat(firstEntry()).containsText("Waiting for the first entry…");
        assertThat(page.locator("log-list")).isHidden();

        tailrace.sender().send("portal", "info", "First");
        assertThat(firstEntry()).isHidden();
        assertThat(tailrace.tab().messages()).hasText(new String[] {"First"});
        assertThat(page.locator("#announcements")).hasText("The first entry arrived.");

        page.reload();
        assertThat(tailrace.tab().messages()).hasText(new String[] {"First"});
        assertThat(firstEntry()).isHidden();
    }

    @Test
    void theCurlCommandSendsIt() throws Exception {
        String command = snippet("curl");
        run(List.of("sh", "-c", command));
        assertThat(tailrace.tab().messages()).hasText(new String[] {"Hello from curl"});
    }

    @Test
    void theSendCommandsSendIt() throws Exception {
        String command = snippet("send");
        String ofFile = snippet("send-file");
        provideTailrace();
        run(List.of("sh", "-c", command));
        assertThat(tailrace.tab().messages()).hasText(new String[] {"Hello from tailrace send"});

        Files.writeString(folder.resolve("app.log"), "One line\nERROR another\n");
        run(List.of("sh", "-c", ofFile));
        assertThat(tailrace.tab().messages())
                .hasText(new String[] {"Hello from tailrace send", "One line", "ERROR another"});
        assertThat(tailrace.tab().entries().last()).hasAttribute("data-level", "error");
    }

    /** The programs themselves are played by scripts, which take only what these commands give. */
    @Test
    void theCommandsForDockerJournaldAndAConsoleSendWhatThosePrint() throws Exception {
        String docker = snippet("docker");
        String journald = snippet("journald");
        String logback = snippet("logback");
        provideTailrace();
        provide("docker", "logs --follow --since 10m shop", "ERROR from a container");
        provide("journalctl", "--follow --output short-iso", "2026-11-25T10:00:00+0000 host sshd[1]: From the journal");
        provide("java", "-jar app.jar", "10:00:00.000 [main] WARN  shop.App -- From Logback");
        String path = "PATH=\"$PWD/bin:$PATH\"; export PATH\n";
        run(List.of("sh", "-c", path + docker));
        run(List.of("sh", "-c", path + journald));
        run(List.of("sh", "-c", path + logback));
        assertThat(tailrace.tab().messages()).hasText(new Pattern[] {
            Pattern.compile("^ERROR from a container"),
            Pattern.compile("From the journal"),
            Pattern.compile("From Logback")
        });
        assertThat(tailrace.tab().entries().first()).hasAttribute("data-level", "error");
        assertThat(tailrace.tab().entries().last()).hasAttribute("data-level", "warn");
    }

    @Test
    void thePythonProgramSendsIt() throws Exception {
        Assumptions.assumeTrue(isOnThePath("python3"), "there is no Python");
        Files.writeString(folder.resolve("hello.py"), snippet("python"));
        assertThat(run(List.of("python3", "hello.py"))).isEmpty();
        assertThat(tailrace.tab().messages()).hasText(new Pattern[] {Pattern.compile("^Hello from Python")});
        assertThat(tailrace.tab().entries().first()).hasAttribute("data-level", "warn");
    }

    @Test
    void demoTrafficComesForAMinuteAndSaysThatItIsMadeUp() {
        Page page = tailrace.page();
        page.clock().install();
        tailrace.open("/");
        page.getByText("Try with demo traffic").click();
        assertThat(firstEntry()).isHidden();
        assertThat(demo()).containsText("Made-up entries, tagged demo, are being sent by this page");
        assertThat(tailrace.tab().entries().first()).isVisible();
        Object others =
                page.evaluate("async () => (await (await fetch('api/logs?q=-tags:demo')).json()).entries.length");
        assertThat(others).isEqualTo(0);

        passTimeUntilTheDemoIsOver();
        int sent = stored();
        assertThat(sent).isBetween(50, 600);
        page.clock().runFor(5_000);
        assertThat(stored()).isEqualTo(sent);
    }

    @Test
    void demoTrafficIsStoppedByItsButton() {
        Page page = tailrace.open("/");
        page.getByText("Try with demo traffic").click();
        demo().getByText("Stop").click();
        assertThat(demo()).isEmpty();
    }

    @Test
    void aServerThatTakesNoDemoEntriesIsHeard() {
        Page page = tailrace.page();
        page.route(
                "**/api/logs",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setStatus(503)
                        .setContentType("application/json")
                        .setBody("{\"error\":\"the disk is full\",\"code\":\"unavailable\"}")));
        tailrace.open("/");
        page.getByText("Try with demo traffic").click();
        assertThat(demo()).containsText("The server took no made-up entries. The disk is full.");
        demo().getByText("Close").click();
        assertThat(demo()).isEmpty();
    }

    private static Locator demo() {
        return tailrace.page().locator("demo-traffic");
    }

    private static int stored() {
        return (Integer) tailrace.page().evaluate("async () => (await (await fetch('api/logs/stats')).json()).total");
    }

    /** Lets the page's time pass, a quarter of a second at a time, as each turn waits for the answer to the one before. */
    private static void passTimeUntilTheDemoIsOver() {
        for (int turn = 0; turn < 2000 && demo().locator("p").count() > 0; turn++) {
            tailrace.page().clock().runFor(250);
        }
        assertThat(demo().locator("p")).hasCount(0);
    }

    @Test
    void theJavaProgramSendsIt() throws Exception {
        Files.writeString(folder.resolve("FirstEntry.java"), snippet("java"));
        String printed = run(List.of(java(), "FirstEntry.java"));
        assertThat(printed).startsWith("201 {");
        assertThat(tailrace.tab().messages()).hasText(new String[] {"Hello from Java"});
    }

    @Test
    void theJavaScriptSendsItFromNodeOrElseFromThisPage() throws Exception {
        String program = snippet("javascript");
        if (isOnThePath("node")) {
            Files.writeString(folder.resolve("first-entry.js"), program);
            assertThat(run(List.of("node", "first-entry.js"))).contains("Hello from JavaScript");
        } else {
            tailrace.page().evaluate("() => { console.log = () => {}; " + program + " }");
        }
        assertThat(tailrace.tab().messages()).hasText(new String[] {"Hello from JavaScript"});
    }

    @Test
    void aSnippetIsCopied() {
        Page page = tailrace.page();
        String command = snippet("curl");
        Locator button = page.getByLabel("Copy curl");
        button.click();
        assertThat(button).hasText("Copied");
        assertThat(Clipboard.pasted(page)).isEqualTo(command);
    }

    @Test
    void whereTheClipboardIsBarredItIsSelected() {
        tailrace.page().addInitScript("""
                Object.defineProperty(navigator, 'clipboard', { value: undefined });
                document.execCommand = () => false;
                """);
        String command = snippet("curl");
        Locator button = tailrace.page().getByLabel("Copy curl");
        button.click();
        assertThat(button).hasText("Selected");
        assertThat(tailrace.page().evaluate("getSelection().toString()")).isEqualTo(command);
    }

    /** Opens the empty log, and answers a snippet that it shows. */
    private static String snippet(String id) {
        tailrace.open("/");
        assertThat(firstEntry()).isVisible();
        return tailrace.page().locator("first-entry #" + id).textContent();
    }

    private static Locator firstEntry() {
        return tailrace.page().locator("first-entry");
    }

    /** Puts a {@code ./tailrace} into the folder, which runs the classes under test. */
    private void provideTailrace() throws IOException {
        Path script = folder.resolve("tailrace");
        Files.writeString(
                script,
                "#!/bin/sh\nexec '%s' -cp '%s' io.tailrace.cli.Tailrace \"$@\"\n"
                        .formatted(java(), System.getProperty("java.class.path")));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    /** Puts a program into the folder's {@code bin}, which prints a line if it is called with these arguments. */
    private void provide(String name, String arguments, String prints) throws IOException {
        Path script = Files.createDirectories(folder.resolve("bin")).resolve(name);
        Files.writeString(script, "#!/bin/sh\n[ \"$*\" = '%s' ] && echo '%s'\n".formatted(arguments, prints));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    /** Runs a command in the folder, and answers what it printed. */
    private String run(List<String> command) throws IOException, InterruptedException {
        Path printed = folder.resolve("printed");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        try {
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(() -> read(printed)).isZero();
            return read(printed);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static boolean isOnThePath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }
}
