package io.tailrace.page;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

/** What the browser's clipboard holds, found out as a person would: the page itself may not read it. */
final class Clipboard {

    private Clipboard() {}

    /** Pastes into a field that is added to the page for that. */
    static String pasted(Page page) {
        page.evaluate("document.body.append(Object.assign(document.createElement('textarea'), {id: 'pasted'}))");
        Locator field = page.locator("#pasted");
        field.focus();
        page.keyboard().press("ControlOrMeta+V");
        String text = field.inputValue();
        field.evaluate("field => field.remove()");
        return text;
    }
}
