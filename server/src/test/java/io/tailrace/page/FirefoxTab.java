package io.tailrace.page;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.tailrace.testing.Await;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/**
 * The page in a tab of Firefox, which keeps nothing of other tabs: what a person does to it, what it shows, and what the browser
 * complained about meanwhile. Belongs to the thread of its browser.
 */
final class FirefoxTab implements AutoCloseable {

    /** It reports every connection that fails, also one that the page can deal with. */
    private static final Pattern DEALT_WITH =
            Pattern.compile("can.t establish a connection|was interrupted while|NetworkError when attempting");

    private static final List<String> COMPLAINTS = List.of("warn", "error");

    /** Firefox says what its policy barred to its console only; a page is told of it, too. */
    private static final String TELL_VIOLATIONS = """
            () => document.addEventListener('securitypolicyviolation', (event) =>
              console.error(`barred by the policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`))
            """;

    /** What WebDriver calls the keys that stand for no letter. */
    private static final Map<String, String> KEYS =
            Map.of("Enter", "\uE007", "Escape", "\uE00C", "Tab", "\uE004", "Backspace", "\uE003", "Home", "\uE011");

    private final BidiSession session;
    private final String user;
    private final String context;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    private FirefoxTab(BidiSession session) {
        this.session = session;
        user = session.send("browser.createUserContext", Map.of())
                .get("userContext")
                .getAsString();
        context = session.send("browsingContext.create", Map.of("type", "tab", "userContext", user))
                .get("context")
                .getAsString();
        session.listen(this::heard);
        session.send("session.subscribe", Map.of("events", List.of("log.entryAdded"), "contexts", List.of(context)));
        session.send(
                "script.addPreloadScript",
                Map.of("functionDeclaration", TELL_VIOLATIONS, "contexts", List.of(context)));
        session.send(
                "browsingContext.setViewport",
                Map.of("context", context, "viewport", Map.of("width", 1200, "height", 700)));
    }

    static FirefoxTab in(Firefox firefox) {
        return new FirefoxTab(firefox.session());
    }

    /** Opens an address of the page and waits for its controls. */
    void open(URI address) {
        session.send(
                "browsingContext.navigate", Map.of("context", context, "url", address.toString(), "wait", "complete"));
        await("its controls", "document.querySelector('filter-bar textarea') !== null");
    }

    void reload() {
        session.send("browsingContext.reload", Map.of("context", context, "wait", "complete"));
        await("its controls", "document.querySelector('filter-bar textarea') !== null");
    }

    /** The value of an expression, which may be a promise. */
    JsonElement evaluate(String expression) {
        JsonObject answer = session.send(
                "script.evaluate",
                Map.of(
                        "expression",
                        "(async () => JSON.stringify(await (" + expression + ") ?? null))()",
                        "target",
                        Map.of("context", context),
                        "awaitPromise",
                        true));
        if (!answer.get("type").getAsString().equals("success")) {
            throw new IllegalStateException(expression + ": "
                    + answer.getAsJsonObject("exceptionDetails").get("text").getAsString());
        }
        return JsonParser.parseString(
                answer.getAsJsonObject("result").get("value").getAsString());
    }

    /** The text of the first element that a selector names; empty if there is none. */
    String text(String selector) {
        return evaluate("document.querySelector(" + quoted(selector) + ")?.textContent.trim() ?? ''")
                .getAsString();
    }

    /** The messages that are drawn, from top to bottom. */
    List<String> messages() {
        List<String> messages = new ArrayList<>();
        evaluate("[...document.querySelectorAll('.entry .text')].map((text) => text.textContent)")
                .getAsJsonArray()
                .forEach(message -> messages.add(message.getAsString()));
        return messages;
    }

    /** Waits until an expression holds. */
    void await(String what, String expression) {
        Await.until(
                "Firefox shows " + what,
                () -> evaluate("Boolean(" + expression + ")").getAsBoolean());
    }

    /** Waits until the newest entry that is drawn has this message. */
    void awaitNewest(String message) {
        await(message, "[...document.querySelectorAll('.entry .text')].at(-1)?.textContent === " + quoted(message));
    }

    /** Waits until the connection's state has this name. */
    void awaitState(String name) {
        await("the state " + name, "document.querySelector('#state')?.dataset.state === " + quoted(name));
    }

    /** Clicks in the middle of what a selector names first. */
    void click(String selector) {
        Map<String, Object> there = middleOf(selector);
        press(List.of(
                Map.of("type", "pointerMove", "x", there.get("x"), "y", there.get("y")),
                Map.of("type", "pointerDown", "button", 0),
                Map.of("type", "pointerUp", "button", 0)));
    }

    /** Puts the pointer on a place of the window and leaves it there. */
    void point(int x, int y) {
        press(List.of(Map.of("type", "pointerMove", "x", x, "y", y)));
    }

    /** Presses and releases the pointer where it is. */
    void pressDown() {
        press(List.of(Map.of("type", "pointerDown", "button", 0)));
    }

    void release() {
        press(List.of(Map.of("type", "pointerUp", "button", 0)));
    }

    private void press(List<Map<String, Object>> steps) {
        perform(Map.of("type", "pointer", "id", "mouse", "actions", steps));
    }

    /** Turns the wheel over what a selector names. */
    void scroll(String selector, int pixels) {
        Map<String, Object> there = middleOf(selector);
        perform(Map.of(
                "type",
                "wheel",
                "id",
                "wheel",
                "actions",
                List.of(Map.of(
                        "type", "scroll", "x", there.get("x"), "y", there.get("y"), "deltaX", 0, "deltaY", pixels))));
    }

    /** Presses a key, such as {@code f} or {@code Escape}. */
    void key(String name) {
        typed(List.of(KEYS.getOrDefault(name, name)));
    }

    /** Types a text, letter by letter. */
    void type(String text) {
        typed(text.codePoints().mapToObj(Character::toString).toList());
    }

    private void typed(List<String> keys) {
        List<Map<String, String>> strokes = new ArrayList<>();
        for (String key : keys) {
            strokes.add(Map.of("type", "keyDown", "value", key));
            strokes.add(Map.of("type", "keyUp", "value", key));
        }
        perform(Map.of("type", "key", "id", "keyboard", "actions", strokes));
    }

    private void perform(Map<String, Object> device) {
        session.send("input.performActions", Map.of("context", context, "actions", List.of(device)));
    }

    private Map<String, Object> middleOf(String selector) {
        await(selector, "document.querySelector(" + quoted(selector) + ")?.getClientRects().length > 0");
        JsonObject place = evaluate("""
                (() => {
                  const { left, top, width, height } = document.querySelector(%s).getBoundingClientRect();
                  return { x: Math.round(left + width / 2), y: Math.round(top + height / 2) };
                })()
                """.formatted(quoted(selector))).getAsJsonObject();
        return Map.of("x", place.get("x").getAsInt(), "y", place.get("y").getAsInt());
    }

    private static String quoted(String text) {
        return '\'' + text.replace("\\", "\\\\").replace("'", "\\'") + '\'';
    }

    private void heard(String method, JsonObject event) {
        JsonElement from = event.getAsJsonObject("source").get("context");
        if (from != null
                && from.getAsString().equals(context)
                && COMPLAINTS.contains(event.get("level").getAsString())) {
            complaints.add(
                    event.get("level").getAsString() + ": " + event.get("text").getAsString());
        }
    }

    /** What Firefox's console said, violations of the policy among them, and uncaught errors of the page. */
    List<String> complaints() {
        return complaints.stream()
                .filter(complaint -> !DEALT_WITH.matcher(complaint).find())
                .toList();
    }

    @Override
    public void close() {
        session.send("browser.removeUserContext", Map.of("userContext", user));
    }
}
