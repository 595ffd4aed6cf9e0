package io.latchkey.payment.stripe;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.stripe.model.Product;
import com.stripe.model.Subscription;
import com.stripe.param.ProductCreateParams;
import com.stripe.param.ProductUpdateParams;
import io.latchkey.payment.provider.PlanOrder;
import io.latchkey.payment.provider.ProviderException;
import io.latchkey.payment.provider.ProviderException.Reason;
import io.latchkey.payment.stripe.state.StripeMetadata;
import io.latchkey.payment.stripe.unit.StripeId;
import io.latchkey.plan.PlanId;
import io.latchkey.shared.database.Ids;
import io.latchkey.shared.web.LatchkeySettings;
import io.latchkey.site.SiteId;
import java.net.URI;
import java.time.Duration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * What plans are called on bills: one product a plan, under a name of our own making, however many
 * readers buy it. So Stripe's reports count by plan.
 */
@Component
@WhenStripe
class StripeProducts {

    private static final Duration KNOWN_FOR = Duration.ofMinutes(1);
    private static final long MOST_KNOWN = 10_000;

    private final StripeCalls calls;
    private final URI issuer;

    /** What each was called when it was last looked at: by hand it may be put away at any time. */
    private final Cache<String, String> names = Caffeine.newBuilder()
            .maximumSize(MOST_KNOWN)
            .expireAfterWrite(KNOWN_FOR)
            .build();

    StripeProducts(StripeCalls calls, LatchkeySettings settings) {
        this.calls = calls;
        this.issuer = settings.issuer();
    }

    /** As {@link #of(SiteId, PlanId, String)}, of the site that a subscription of ours belongs to. */
    Mono<String> of(Subscription there, PlanOrder plan) {
        return Mono.justOrEmpty(StripeMetadata.read(there.getMetadata(), issuer))
                .switchIfEmpty(
                        Mono.error(() -> new ProviderException(Reason.REFUSED, "Stripe: not ours: " + there.getId())))
                .flatMap(ours -> of(ours.reader().site(), plan.plan(), plan.name()));
    }

    /** Stripe's name for what this plan is called on a bill. */
    Mono<String> of(SiteId site, PlanId plan, String name) {
        String id = id(site, plan);
        return name.equals(names.getIfPresent(id))
                ? Mono.just(id)
                : found(id)
                        .switchIfEmpty(Mono.defer(() -> created(id, site, plan, name)))
                        .flatMap(there -> sold(there, name))
                        .doOnNext(there -> names.put(there.getId(), name))
                        .thenReturn(id);
    }

    private String id(SiteId site, PlanId plan) {
        return StripeId.of(issuer + " " + site.value() + " " + plan.value());
    }

    private Mono<Product> found(String id) {
        return calls.read((client, options) -> client.v1().products().retrieve(id, options));
    }

    /** Somebody else may create it at the same moment. */
    private Mono<Product> created(String id, SiteId site, PlanId plan, String name) {
        ProductCreateParams called = ProductCreateParams.builder()
                .setId(id)
                .setName(name)
                .putMetadata(StripeMetadata.OURS, issuer.toString())
                .putMetadata(StripeMetadata.SITE, site.value())
                .putMetadata(StripeMetadata.PLAN, plan.value())
                .build();
        return calls.write(
                        Ids.next().toString(),
                        (client, options) -> client.v1().products().create(called, options))
                .onErrorResume(ProviderException::refuses, refusal -> found(id).switchIfEmpty(Mono.error(refusal)));
    }

    /** A plan may have another name by now, and its product may have been put away by hand. */
    private Mono<Product> sold(Product there, String name) {
        if (name.equals(there.getName()) && Boolean.TRUE.equals(there.getActive())) {
            return Mono.just(there);
        }
        ProductUpdateParams called =
                ProductUpdateParams.builder().setName(name).setActive(true).build();
        return calls.write(
                Ids.next().toString(),
                (client, options) -> client.v1().products().update(there.getId(), called, options));
    }
}
