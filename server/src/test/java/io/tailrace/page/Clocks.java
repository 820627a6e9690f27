package io.tailrace.page;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;

/** The time zone of a tab. */
final class Clocks {

    private Clocks() {}

    /** Lets a tab believe that it is somewhere else, from its next page on. */
    static void setZone(Page page, String zone) {
        CDPSession session = page.context().newCDPSession(page);
        JsonObject parameters = new JsonObject();
        parameters.addProperty("timezoneId", zone);
        session.send("Emulation.setTimezoneOverride", parameters);
    }
}
