package io.latchkey.payment.stripe.state;

import io.latchkey.payment.provider.CheckoutOrder;
import io.latchkey.plan.PlanId;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.problem.Problem;
import io.latchkey.site.SiteId;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What we write on Stripe's objects, and know ours by: an account may sell other things too.
 *
 * @param checkout the one that it began with
 */
public record StripeMetadata(ReaderKey reader, UUID checkout, PlanId plan) {

    /** Holds the issuer of the service that made the object. */
    public static final String OURS = "latchkey";

    /** The plan that is billed now. */
    public static final String PLAN = "plan";

    /** The site that it is sold for. */
    public static final String SITE = "site";

    private static final String READER = "reader";
    private static final String CHECKOUT = "checkout";

    /** What is written on what is bought with an order. */
    public static Map<String, String> of(CheckoutOrder order, URI issuer) {
        return Map.of(
                OURS, issuer.toString(),
                SITE, order.reader().site().value(),
                READER, order.reader().id().toString(),
                CHECKOUT, order.checkout().toString(),
                PLAN, order.plan().value());
    }

    /** Empty when it is not ours. */
    public static Optional<StripeMetadata> read(@Nullable Map<String, String> metadata, URI issuer) {
        if (metadata == null || !issuer.toString().equals(metadata.get(OURS))) {
            return Optional.empty();
        }
        try {
            return Optional.of(new StripeMetadata(
                    new ReaderKey(
                            new SiteId(metadata.getOrDefault(SITE, "")),
                            UUID.fromString(metadata.getOrDefault(READER, ""))),
                    UUID.fromString(metadata.getOrDefault(CHECKOUT, "")),
                    new PlanId(metadata.getOrDefault(PLAN, ""))));
        } catch (Problem | IllegalArgumentException changedByHand) {
            return Optional.empty();
        }
    }
}
