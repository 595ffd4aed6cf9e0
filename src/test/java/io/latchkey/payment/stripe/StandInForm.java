package io.latchkey.payment.stripe;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a call, each to be taken once: what nobody took is refused, as Stripe refuses
 * parameters that it does not know.
 */
final class StandInForm {

    private final Map<String, String> fields = new TreeMap<>();
    private final Set<String> expand;

    StandInForm(@Nullable String encoded) {
        if (encoded != null && !encoded.isEmpty()) {
            for (String pair : encoded.split("&", -1)) {
                String[] parts = pair.split("=", 2);
                fields.put(decoded(parts[0]), parts.length == 1 ? "" : decoded(parts[1]));
            }
        }
        this.expand = all("expand").values().stream().collect(Collectors.toUnmodifiableSet());
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    boolean expands(String what) {
        return expand.contains(what);
    }

    @Nullable
    String optional(String name) {
        return fields.remove(name);
    }

    String text(String name) {
        String value = fields.remove(name);
        if (value == null) {
            throw new StandInRefusal(400, "invalid_request_error", "parameter_missing", name);
        }
        return value;
    }

    long number(String name) {
        return Long.parseLong(text(name));
    }

    Instant moment(String name) {
        return Instant.ofEpochSecond(number(name));
    }

    /** Everything below a name, by what stands in the last brackets. */
    Map<String, String> all(String name) {
        Map<String, String> found = new LinkedHashMap<>();
        for (String field : Set.copyOf(fields.keySet())) {
            if (field.startsWith(name + "[")) {
                found.put(
                        field.substring(name.length() + 1, field.length() - 1),
                        Objects.requireNonNull(fields.remove(field)));
            }
        }
        return found;
    }

    boolean has(String name) {
        return fields.keySet().stream().anyMatch(field -> field.equals(name) || field.startsWith(name + "["));
    }

    void nothingLeft() {
        if (!fields.isEmpty()) {
            throw new StandInRefusal(
                    400,
                    "invalid_request_error",
                    "parameter_unknown",
                    fields.keySet().toString());
        }
    }
}
