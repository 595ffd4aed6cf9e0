package io.latchkey.contract;

import java.util.List;

/** Every call that takes a body, with one that is right, and what its members are. */
final class Bodies {

    static final List<Call> CALLS = List.of(
            new Call(
                    "POST",
                    "/v1/sites",
                    Who.OPERATOR,
                    "{\"id\":\"new-site\",\"name\":\"New\",\"origins\":[]}",
                    List.of("id", "name"),
                    List.of()),
            new Call(
                    "POST", "/v1/sandbox/clock", Who.OPERATOR, "{\"advance\":\"PT1S\"}", List.of("advance"), List.of()),
            new Call(
                    "PUT",
                    "/v1/site",
                    Who.KEY,
                    "{\"name\":\"Renamed\",\"origins\":[],\"meter\":{},\"locale\":\"de\",\"timeZone\":\"UTC\",\"graceDays\":3,"
                        + "\"packRefunds\":{\"takeBack\":\"nothing\"}}",
                    List.of("name", "locale", "timeZone", "takeBack"),
                    List.of("graceDays")),
            new Call(
                    "POST",
                    "/v1/site/keys",
                    Who.KEY,
                    "{\"name\":\"More\",\"scopes\":[\"admin\"]}",
                    List.of("name"),
                    List.of()),
            new Call(
                    "PUT",
                    "/v1/articles/fresh",
                    Who.KEY,
                    "{\"title\":\"T\",\"url\":\"https://a.example\",\"access\":\"free\",\"tier\":\"gold\"}",
                    List.of("title", "url", "access", "tier"),
                    List.of()),
            new Call(
                    "PUT",
                    "/v1/plans/fresh",
                    Who.KEY,
                    "{\"kind\":\"subscription\",\"name\":\"N\",\"period\":\"P1M\",\"unlocksPerPeriod\":3,"
                            + "\"price\":{\"amountMinor\":9,\"currency\":\"EUR\"}}",
                    List.of("kind", "name", "period", "currency"),
                    List.of("unlocksPerPeriod", "amountMinor")),
            new Call(
                    "PUT",
                    "/v1/plans/fresh",
                    Who.KEY,
                    "{\"kind\":\"pack\",\"name\":\"N\",\"unlocks\":3,\"validFor\":\"P1M\","
                            + "\"price\":{\"amountMinor\":9,\"currency\":\"EUR\"}}",
                    List.of("kind", "name", "validFor", "currency"),
                    List.of("unlocks", "amountMinor")),
            new Call(
                    "PUT",
                    "/v1/promo-codes/fresh",
                    Who.KEY,
                    "{\"percent\":20,\"payments\":3,\"redemptions\":5," + "\"expiresAt\":\"2999-01-01T00:00:00Z\"}",
                    List.of("expiresAt"),
                    List.of("percent", "payments", "redemptions")),
            new Call(
                    "PUT",
                    "/v1/promo-codes/fresh",
                    Who.KEY,
                    "{\"amountMinor\":200,\"currency\":\"EUR\"}",
                    List.of("currency"),
                    List.of("amountMinor")),
            new Call(
                    "PUT",
                    "/v1/readers/fresh",
                    Who.KEY,
                    "{\"name\":\"N\",\"email\":\"n@n.example\",\"locale\":\"en\"}",
                    List.of("name", "email", "locale"),
                    List.of()),
            new Call(
                    "POST",
                    "/v1/readers/fresh/sessions",
                    Who.KEY,
                    "{\"anonymous\":\"{anonymous}\"}",
                    List.of("anonymous"),
                    List.of()),
            new Call(
                    "POST",
                    "/v1/readers/fresh/grants",
                    Who.KEY,
                    "{\"amount\":2,\"source\":\"gift\",\"note\":\"n\",\"priority\":9,"
                            + "\"expiresAt\":\"2999-01-01T00:00:00Z\"}",
                    List.of("source", "note", "expiresAt"),
                    List.of("amount", "priority")),
            new Call(
                    "POST",
                    "/v1/access/check",
                    Who.KEY,
                    "{\"reader\":\"ada\",\"article\":\"essay\"}",
                    List.of("reader", "article"),
                    List.of()),
            new Call("POST", "/v1/sessions", Who.NOBODY, "{\"site\":\"{site}\"}", List.of("site"), List.of()),
            new Call("POST", "/v1/me/reads", Who.READER, "{\"article\":\"council\"}", List.of("article"), List.of()),
            new Call("POST", "/v1/me/unlocks", Who.READER, "{\"article\":\"essay\"}", List.of("article"), List.of()),
            new Call("POST", "/v1/me/subscription", Who.READER, "{\"plan\":\"monthly\"}", List.of("plan"), List.of()),
            new Call("POST", "/v1/me/purchases", Who.READER, "{\"plan\":\"three\"}", List.of("plan"), List.of()),
            new Call(
                    "POST",
                    "/v1/me/subscription/cancellation",
                    Who.READER,
                    "{\"effective\":\"now\",\"reason\":\"r\"}",
                    List.of("effective", "reason"),
                    List.of()),
            new Call(
                    "POST",
                    "/v1/me/subscription/pause",
                    Who.READER,
                    "{\"until\":\"2999-01-01T00:00:00Z\"}",
                    List.of("until"),
                    List.of()));

    private Bodies() {}

    enum Who {
        NOBODY,
        OPERATOR,
        KEY,
        READER
    }

    /**
     * One call.
     *
     * @param body that would be taken
     * @param texts members that are strings
     * @param numbers members that are integers
     */
    record Call(String method, String path, Who who, String body, List<String> texts, List<String> numbers) {

        /** What people write who need not, and what a browser still holds: never refused. */
        boolean needless(String member) {
            return switch (member) {
                case "note", "reason", "anonymous" -> true;
                case "name" -> path.startsWith("/v1/readers/");
                default -> false;
            };
        }

        /** The body with another value, as JSON, for one member. */
        String with(String member, String value) {
            String changed = body.replaceFirst(
                    "\"" + member + "\":(\"[^\"]*\"|[0-9]+)",
                    java.util.regex.Matcher.quoteReplacement("\"" + member + "\":" + value));
            if (changed.equals(body)) {
                throw new IllegalStateException(this + " has no " + member);
            }
            return changed;
        }

        /** Whether the body may be left out. */
        boolean optional() {
            return (path.endsWith("/sessions") && who == Who.KEY) || path.endsWith("/pause");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }
}
