package io.tailrace.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a row and an open entry make of a message: links, the colours of JSON and pairs, the exception of a trace. */
final class MessageLinksTest {

    @RegisterExtension
    static final PageExtension tailrace = new PageExtension();

    @Test
    void addressesInMessagesAreLinksThatTellNobodyWhereTheyWereFound() {
        tailrace.sender()
                .send(
                        message(
                                "See (https://docs.example.org/a_(b)?x=1&y=2), or http://localhost:3000/x. And javascript:alert(1)"));
        Page page = tailrace.open("/?q=docs");
        Locator links = row(0).locator("a");
        assertThat(links).hasText(new String[] {"https://docs.example.org/a_(b)?x=1&y=2", "http://localhost:3000/x"});
        assertThat(links.first()).hasAttribute("href", "https://docs.example.org/a_(b)?x=1&y=2");
        assertThat(links.first()).hasAttribute("rel", Pattern.compile("noreferrer"));
        assertThat(links.first()).hasAttribute("target", "_blank");
        assertThat(row(0).locator("a mark")).hasText("docs");

        row(0).locator(".text").click(new Locator.ClickOptions().setPosition(4, 8));
        assertThat(page.locator("entry-details pre a")).hasCount(2);
        assertThat(page.locator("entry-details pre"))
                .containsText("See (https://docs.example.org/a_(b)?x=1&y=2), or http");
    }

    @Test
    void anAddressThatIsNotWhatItLooksLikeIsNoLink() {
        tailrace.sender().send(message("https://good.example\\u202Egro.live/ and https://[bad and data:text/html,x"));
        tailrace.open("/");
        assertThat(tailrace.tab().entries()).hasCount(1);
        assertThat(row(0).locator("a")).hasCount(0);
    }

    @Test
    void namesAndValuesAreToldApartInJsonAndInPairs() {
        tailrace.sender().send(message("{\\\"event\\\":\\\"paid\\\",\\\"n\\\":12,\\\"ok\\\":true}"));
        tailrace.sender().send(message("level=info msg=\\\"all done\\\" took=12ms ok=true"));
        tailrace.sender().send(message("a = b, and x=y is no pair of a program"));
        tailrace.open("/");
        assertThat(row(0).locator(".is-name")).hasText(new String[] {"\"event\"", "\"n\"", "\"ok\""});
        assertThat(row(0).locator(".is-number")).hasText(new String[] {"12"});
        assertThat(row(0).locator(".is-word")).hasText(new String[] {"true"});
        assertThat(row(1).locator(".is-name")).hasText(new String[] {"level=", "msg=", "took=", "ok="});
        assertThat(row(1).locator(".is-string")).hasText(new String[] {"info", "\"all done\""});
        assertThat(row(1).locator(".text")).hasText("level=info msg=\"all done\" took=12ms ok=true");
        assertThat(row(2).locator(".is-name")).hasCount(0);
    }

    @Test
    void theExceptionStandsBeforeTheTraceback() {
        tailrace.sender()
                .send(
                        message(
                                "Traceback (most recent call last):\\n  File \\\"/app/a.py\\\", line 4, in pay\\n    cart.total()\\nValueError: no price\\n"));
        tailrace.open("/");
        assertThat(row(0).locator(".text")).hasText("ValueError: no price");
        assertThat(row(0).locator(".trace")).hasText("Traceback: File \"/app/a.py\", line 4, in pay");
        row(0).click();
        assertThat(tailrace.page().locator("entry-details .stack > div").first())
                .hasText("ValueError: no price");
        assertThat(tailrace.page().locator("entry-details .stack > div").nth(1)).containsText("Traceback");
    }

    @Test
    void numbersAreShownCopiedAndFilteredAsTheyWereSent() {
        tailrace.sender().send("""
                {"service":"shop","level":"info","message":"m","metadata":{"a":2.0,"b":0.10,"c":1e3,"d":12345678901234567890,
                 "e":[1.50,{"f":3.0}],"t":"at 10:00:00.100 and 2.0"}}
                """);
        tailrace.sender().send("shop", "info", "Another");
        Page page = tailrace.open("/?columns=metadata.a,metadata.b,metadata.c");
        assertThat(row(0).locator(".column")).hasText(new String[] {"2.0", "0.10", "1e3"});
        assertThat(row(0).locator(".details")).containsText("d=12345678901234567890");
        assertThat(row(0).locator(".details")).containsText("e=[1.50");
        row(0).locator(".message").click(new Locator.ClickOptions().setPosition(2, 4));
        assertThat(page.locator("entry-details .tree .leaf[data-type=number]"))
                .hasText(new String[] {"2.0", "0.10", "1e3", "12345678901234567890", "1.50", "3.0"});
        page.getByText("Copy JSON").click();
        assertThat(page.getByText("Copy JSON")).hasClass(Pattern.compile("is-done"));
        assertThat(Pasted.into(page)).contains("\"a\": 2.0", "\"b\": 0.10", "\"c\": 1e3", "1.50", "\"f\": 3.0");
        row(0).locator("[data-field='metadata.a'] .value").click();
        page.locator("[role=menuitem]", new Page.LocatorOptions().setHasText("Filter for it"))
                .click();
        assertThat(page).hasURL(Pattern.compile("q=metadata.a%3A2.0"));
        assertThat(tailrace.tab().entries()).hasCount(1);
    }

    private static Locator row(int index) {
        return tailrace.tab().entries().nth(index);
    }

    private static String message(String message) {
        return "{\"service\":\"shop\",\"level\":\"info\",\"message\":\"" + message + "\"}";
    }
}
