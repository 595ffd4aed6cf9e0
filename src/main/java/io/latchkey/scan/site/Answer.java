package io.latchkey.scan.site;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the site answered.
 *
 * @param from who gave it, after redirects
 * @param body as text
 * @param cut whether the body goes on: one may never end
 */
public record Answer(URI from, int status, Map<String, List<String>> headers, String body, boolean cut) {

    private static final Set<Integer> REFUSALS = Set.of(401, 402, 403);
    private static final Set<Integer> BUSY = Set.of(429, 503);

    public boolean good() {
        return status / 100 == 2;
    }

    /** There is something, and not for everybody. */
    public boolean refused() {
        return REFUSALS.contains(status);
    }

    /** Whether a status says nothing of what is there: 0 for no answer at all. */
    public static boolean silent(int status) {
        return status == 0 || BUSY.contains(status);
    }

    public String type() {
        return header("content-type").orElse("");
    }

    public boolean html() {
        return type().toLowerCase(Locale.ROOT).contains("html")
                || body.stripLeading().regionMatches(true, 0, "<!doctype html", 0, "<!doctype html".length());
    }

    Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** Why nothing is known of what should be there. */
    public static String why(Optional<Answer> answer) {
        return answer.map(bad -> bad.header("location")
                        .filter(_ -> bad.status() / 100 == 3)
                        .map(to -> "it leads to " + to)
                        .orElse("it answers " + bad.status()))
                .orElse("nobody answers there, or not in time");
    }
}
