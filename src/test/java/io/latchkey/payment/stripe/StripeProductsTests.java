package io.latchkey.payment.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.plan.PlanId;
import io.latchkey.site.SiteId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** A plan is one product at Stripe, whoever buys it. */
class StripeProductsTests {

    private static final Duration BOUND = Duration.ofSeconds(40);
    private static final SiteId NEWS = new SiteId("news");
    private static final PlanId MONTHLY = new PlanId("monthly");

    private final StandIn stripe = new StandIn();
    private final StripeCalls calls = StripeWiring.calls(stripe.address());

    @AfterEach
    void stop() {
        calls.stop();
        stripe.close();
    }

    @Test
    void isOneHoweverManyAskAtOnce() {
        List<StripeProducts> replicas = List.of(replica(), replica(), replica(), replica());
        List<String> ids = Objects.requireNonNull(Flux.fromIterable(replicas)
                .flatMap(it -> it.of(NEWS, MONTHLY, "Monthly"))
                .collectList()
                .block(BOUND));
        assertThat(ids).hasSize(4).containsOnly(ids.getFirst());
        assertThat(stripe.desk.products.keySet()).containsExactly(ids.getFirst());
        assertThat(product(ids.getFirst())).containsEntry("name", "Monthly");
        assertThat(product(ids.getFirst()).get("metadata"))
                .isEqualTo(Map.of("latchkey", StripeWiring.ISSUER, "site", "news", "plan", "monthly"));
    }

    @Test
    void isAnotherForEachPlanOfEachSite() {
        StripeProducts products = replica();
        assertThat(List.of(
                        id(products, NEWS, "monthly"),
                        id(products, NEWS, "yearly"),
                        id(products, new SiteId("sports"), "monthly")))
                .doesNotHaveDuplicates();
    }

    @Test
    void isCalledAsThePlanIsNow() {
        StripeProducts products = replica();
        String id = id(products, NEWS, "monthly");
        assertThat(products.of(NEWS, MONTHLY, "All articles").block(BOUND)).isEqualTo(id);
        assertThat(product(id)).containsEntry("name", "All articles");
        assertThat(products.of(NEWS, MONTHLY, "Monthly").block(BOUND)).isEqualTo(id);
        assertThat(product(id)).containsEntry("name", "Monthly");
    }

    /** Somebody may have put it away in Stripe's dashboard. */
    @Test
    void isTakenOutAgain() {
        String id = id(replica(), NEWS, "monthly");
        product(id).put("active", false);
        assertThat(id(replica(), NEWS, "monthly")).isEqualTo(id);
        assertThat(product(id)).containsEntry("active", true);
    }

    @Test
    void isAskedForOnceWhileItIsKnown() {
        StripeProducts products = replica();
        String id = id(products, NEWS, "monthly");
        stripe.unreachable(true);
        assertThat(id(products, NEWS, "monthly")).isEqualTo(id);
    }

    private StripeProducts replica() {
        return new StripeProducts(calls, StripeWiring.SETTINGS);
    }

    private Map<String, Object> product(String id) {
        return Objects.requireNonNull(stripe.desk.products.get(id));
    }

    private static String id(StripeProducts products, SiteId site, String plan) {
        return Objects.requireNonNull(
                products.of(site, new PlanId(plan), "Monthly").block(BOUND));
    }
}
