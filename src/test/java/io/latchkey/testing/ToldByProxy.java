package io.latchkey.testing;

import com.sun.net.httpserver.HttpExchange;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a content server that trusts its proxy reads from a request's headers. It is as kind as any
 * server: it believes every header that some page of ours lets a content server believe, takes
 * {@code _} in a name for {@code -}, and an address in a header for the one that was asked for.
 */
public record ToldByProxy(HttpExchange exchange) {

    /** What lets a content server serve the full text: each name with the value that does. */
    public static final Map<String, String> OPENING =
            Map.of("X-Latchkey-Decision", "granted", "X-Latchkey-View", "full");

    /** What else the gate says of a decision. */
    public static final List<String> ABOUT =
            List.of("X-Latchkey-Reason", "X-Latchkey-Article", "X-Latchkey-Unlock-Left", "X-Latchkey-Meter-Left");

    /** In which servers look for another address. */
    public static final List<String> ADDRESSES =
            List.of("X-Original-URL", "X-Original-URI", "X-Rewrite-URL", "X-Forwarded-Uri");

    /** What a reader puts into a header of {@link #ABOUT}; no gate says it. */
    public static final String FORGED = "forged";

    /** All names that nobody but the proxy may use. */
    public static List<String> names() {
        return Stream.of(OPENING.keySet().stream().sorted(), ABOUT.stream(), ADDRESSES.stream())
                .flatMap(each -> each)
                .toList();
    }

    /** Whether it may serve the full text. */
    public boolean full() {
        return OPENING.entrySet().stream()
                .anyMatch(each -> values(each.getKey()).anyMatch(each.getValue()::equals));
    }

    /** The target that it serves. */
    public String address() {
        return ADDRESSES.stream()
                .flatMap(this::values)
                .findFirst()
                .orElse(exchange.getRequestURI().toString());
    }

    /** The headers of {@link #ABOUT} in which a reader's own word came. */
    public List<String> forged() {
        return ABOUT.stream()
                .filter(name -> values(name).anyMatch(FORGED::equals))
                .toList();
    }

    private Stream<String> values(String name) {
        return exchange.getRequestHeaders().entrySet().stream()
                .filter(header -> header.getKey().replace('_', '-').equalsIgnoreCase(name))
                .flatMap(header -> header.getValue().stream());
    }
}
