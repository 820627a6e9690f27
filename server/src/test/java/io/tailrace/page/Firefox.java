package io.tailrace.page;

import io.tailrace.testing.Installed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The system's Firefox, without a window, with a profile that goes with it. Playwright drives only a Firefox of its own making, so
 * this one is driven by WebDriver BiDi, which it speaks itself. Belongs to the thread that opened it.
 */
final class Firefox implements AutoCloseable {

    private static final int START_SECONDS = 60;
    private static final int END_SECONDS = 20;
    private static final Pattern ADDRESS = Pattern.compile("WebDriver BiDi listening on (ws://\\S+)");

    /** It asks nobody for updates or news, and shows what a page does at once. */
    private static final List<String> PREFERENCES = List.of(
            "\"app.update.enabled\", false",
            "\"app.normandy.enabled\", false",
            "\"browser.shell.checkDefaultBrowser\", false",
            "\"browser.startup.page\", 0",
            "\"datareporting.policy.dataSubmissionEnabled\", false",
            "\"network.captive-portal-service.enabled\", false",
            "\"network.connectivity-service.enabled\", false",
            "\"remote.prefs.recommended\", true",
            "\"toolkit.telemetry.enabled\", false");

    private final Path profile;
    private final Process process;
    private final BidiSession session;

    private Firefox(Path profile, Process process, BidiSession session) {
        this.profile = profile;
        this.process = process;
        this.session = session;
    }

    static Firefox open() {
        try {
            return start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Firefox start() throws IOException {
        Path profile = Files.createTempDirectory("tailrace-firefox");
        Files.write(
                profile.resolve("user.js"),
                PREFERENCES.stream().map(one -> "user_pref(" + one + ");").toList());
        ProcessBuilder builder = new ProcessBuilder(
                executable(),
                "--headless",
                "--no-remote",
                "--remote-debugging-port",
                "0",
                "--profile",
                profile.toString());
        // It writes into these whatever its profile is.
        builder.environment().put("HOME", profile.toString());
        builder.environment().put("XDG_RUNTIME_DIR", profile.toString());
        Process process = builder.redirectErrorStream(true).start();
        CompletableFuture<URI> address = new CompletableFuture<>();
        BufferedReader printed = process.inputReader();
        Thread.ofVirtual().start(() -> read(printed, address));
        try {
            URI listens = address.orTimeout(START_SECONDS, TimeUnit.SECONDS).join();
            return new Firefox(profile, process, BidiSession.begin(listens));
        } catch (RuntimeException failed) {
            end(process, profile);
            throw failed;
        }
    }

    BidiSession session() {
        return session;
    }

    /** What the environment variable {@code FIREFOX} says, else the first on the path. */
    private static String executable() {
        String chosen = System.getenv("FIREFOX");
        return chosen == null ? Installed.program("firefox-esr", "firefox") : chosen;
    }

    /** Reads what it prints until it ends, so that it never waits for somebody to do so. */
    private static void read(BufferedReader printed, CompletableFuture<URI> address) {
        try (printed) {
            for (String line = printed.readLine(); line != null; line = printed.readLine()) {
                Matcher told = ADDRESS.matcher(line);
                if (told.find()) {
                    address.complete(URI.create(told.group(1)));
                }
            }
            address.completeExceptionally(new IllegalStateException("Firefox ended before it listened"));
        } catch (IOException ended) {
            address.completeExceptionally(ended);
        }
    }

    @Override
    public void close() {
        session.close();
        try {
            end(process, profile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void end(Process process, Path profile) throws IOException {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(one -> one.onExit().orTimeout(END_SECONDS, TimeUnit.SECONDS).join());
        try (Stream<Path> files = Files.walk(profile)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
