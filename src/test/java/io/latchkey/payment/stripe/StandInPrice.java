package io.latchkey.payment.stripe;

import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A price in the stand-in's books; without an interval for what is sold once. */
record StandInPrice(
        String id,
        String product,
        long unitMinor,
        String currency,
        @Nullable String interval,
        long count) {

    private static final Set<String> TWO_DIGITS_THOUGH_WHOLE = Set.of("isk", "ugx");
    private static final Set<String> THREE_DIGITS = Set.of("bhd", "jod", "kwd", "omr", "tnd");

    /** An amount as Stripe wants it of this currency. */
    static long counted(long units, String currency) {
        long step = TWO_DIGITS_THOUGH_WHOLE.contains(currency) ? 100 : THREE_DIGITS.contains(currency) ? 10 : 1;
        if (units % step != 0) {
            throw StandInRefusal.invalid("not in steps of " + step);
        }
        return units;
    }

    /** When the n-th period after the anchor begins: by the anchor's day, as Stripe counts. */
    Instant after(Instant anchor, long periods) {
        int many = Math.toIntExact(count * periods);
        Period time = switch (String.valueOf(interval)) {
            case "year" -> Period.ofYears(many);
            case "month" -> Period.ofMonths(many);
            case "week" -> Period.ofWeeks(many);
            case "day" -> Period.ofDays(many);
            default -> throw StandInRefusal.invalid("not recurring");
        };
        return anchor.atZone(ZoneOffset.UTC).plus(time).toInstant();
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("object", "price");
        json.put("product", product);
        json.put("unit_amount", unitMinor);
        json.put("currency", currency);
        if (interval != null) {
            json.put("recurring", Map.of("interval", interval, "interval_count", count));
        }
        return json;
    }
}
