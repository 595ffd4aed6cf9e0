package io.latchkey.metering;

import io.latchkey.shared.web.Page;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A place in the list of a reader's unlocks, the latest first. It is known by what stands there and
 * not by a row, which may be gone when somebody goes on from it.
 */
public record Unlocked(Instant at, String article) {

    /** Where this page begins; null for the first. */
    public static @Nullable Unlocked after(Page.Request page) {
        String after = page.after();
        if (after == null) {
            return null;
        }
        int end = after.indexOf(' ');
        try {
            return new Unlocked(Instant.parse(after.substring(0, Math.max(0, end))), after.substring(end + 1));
        } catch (DateTimeException e) {
            throw Page.Request.invalidCursor();
        }
    }

    /** The text of a cursor that leads on from here. */
    public String cursor() {
        return at + " " + article;
    }
}
