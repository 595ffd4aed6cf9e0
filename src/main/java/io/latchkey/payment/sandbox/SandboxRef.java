package io.latchkey.payment.sandbox;

import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.site.SiteId;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A name of the sandbox's. It carries the reader, so that their rows are found without a look-up.
 */
record SandboxRef(String kind, ReaderKey reader, UUID id) {

    static final String CHECKOUT = "checkout";
    static final String SUBSCRIPTION = "subscription";
    static final String PAYMENT = "payment";
    static final String CUSTOMER = "customer";

    private static final Pattern SHAPE =
            Pattern.compile("([a-z]+)_([a-z0-9][a-z0-9-]{1,62})_([0-9a-f-]{36})_([0-9a-f-]{36})");

    /** The name, if it is one of this kind. */
    static Optional<SandboxRef> parse(String kind, String text) {
        Matcher parts = SHAPE.matcher(text);
        if (!parts.matches() || !parts.group(1).equals(kind)) {
            return Optional.empty();
        }
        return Optional.of(new SandboxRef(
                kind,
                new ReaderKey(new SiteId(parts.group(2)), UUID.fromString(parts.group(3))),
                UUID.fromString(parts.group(4))));
    }

    @Override
    public String toString() {
        return kind + "_" + reader.site() + "_" + reader.id() + "_" + id;
    }
}
