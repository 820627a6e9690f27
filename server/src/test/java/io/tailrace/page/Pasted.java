package io.tailrace.page;

import com.microsoft.playwright.Page;

/** What is in the browser's clipboard. The page may write to it but not read it, so it is pasted, as a person would. */
final class Pasted {

    private Pasted() {}

    static String into(Page page) {
        page.evaluate("document.body.appendChild(document.createElement('textarea')).focus()");
        page.keyboard().press("Control+V");
        return (String) page.evaluate("""
                (() => {
                  const area = document.querySelector('body > textarea');
                  area.remove();
                  return area.value;
                })()
                """);
    }
}
