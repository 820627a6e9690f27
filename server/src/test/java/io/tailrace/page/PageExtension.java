package io.tailrace.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.tailrace.testing.LogSender;
import io.tailrace.testing.ServerExtension;
import io.tailrace.testing.TestServer;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives each test of the page a server with an empty log, a sender to it and a tab in a real browser, which the tests of a
 * class share. After each test it holds the page to it that the browser complained about nothing. To be registered in a
 * static field.
 */
final class PageExtension implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {

    private @Nullable Chromium chromium;
    private final ServerExtension server = new ServerExtension();
    private @Nullable OpenPage tab;

    @Override
    public void beforeAll(ExtensionContext context) {
        chromium = Chromium.open();
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        server.start();
        tab = OpenPage.in(chromium());
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        List<String> complaints = tab().complaints();
        tab().close();
        server.stop();
        assertThat(complaints).isEmpty();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        chromium().close();
    }

    Chromium chromium() {
        return given(chromium);
    }

    TestServer server() {
        return server.running();
    }

    LogSender sender() {
        return server.sender();
    }

    OpenPage tab() {
        return given(tab);
    }

    Page page() {
        return tab().page();
    }

    /** Opens an address of the server, such as {@code /?level=error}. */
    Page open(String path) {
        tab().open(server().http(path));
        return page();
    }

    /**
     * What a module of the page answers, called in the page that is open.
     *
     * @param module its file below the page's folder, such as {@code filter/refine.js}
     * @param function JavaScript that takes the module, such as {@code (m) => m.refined({…}, 'service', 'a', false)}
     */
    @Nullable
    Object inModule(String module, String function) {
        return page().evaluate("async () => (" + function
                + ")((await import(document.querySelector('script[type=module]').src)).module('" + module + "'))");
    }

    private static <T> T given(@Nullable T thing) {
        if (thing == null) {
            throw new IllegalStateException("there is none outside of a test");
        }
        return thing;
    }
}
