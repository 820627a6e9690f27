package io.tailrace.page;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

/** The menu at the right end of the page's header. */
record ViewMenu(Page page) {

    static ViewMenu of(Page page) {
        return new ViewMenu(page);
    }

    /** The button that leads to a panel, or to the help. */
    Locator button(String name) {
        return page.locator("#menu-controls button").filter(new Locator.FilterOptions().setHasText(name));
    }

    /** Opens a panel, such as {@code Columns}, and answers it. */
    Locator open(String name) {
        button(name).click();
        return page.locator("view-menu [role=dialog]:popover-open");
    }
}
