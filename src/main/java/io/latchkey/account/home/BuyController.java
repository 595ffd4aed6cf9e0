package io.latchkey.account.home;

import io.latchkey.limit.Limit;
import io.latchkey.limit.Limits;
import io.latchkey.payment.checkout.Buying;
import io.latchkey.payment.checkout.Buying.Begun;
import io.latchkey.payment.checkout.CheckoutPages;
import io.latchkey.payment.checkout.Consent;
import io.latchkey.plan.Plan;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Plans;
import io.latchkey.shared.idempotency.Idempotency;
import io.latchkey.shared.idempotency.IdempotencyKey;
import io.latchkey.shared.problem.Problem;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.web.LatchkeySettings;
import io.latchkey.site.SiteId;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;
import tools.jackson.databind.json.JsonMapper;

/** Buying a plan or a pack, up to the provider's page. */
@RestController
class BuyController {

    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~-]{0,127}");
    private static final int MOST_TRIES = 15;

    private final Visits visits;
    private final Plans plans;
    private final Buying buying;
    private final CheckoutPages pages;
    private final Idempotency idempotency;
    private final Limits limits;
    private final JsonMapper json;
    private final Clock clock;
    private final String issuer;

    BuyController(
            Visits visits,
            Plans plans,
            Buying buying,
            CheckoutPages pages,
            Idempotency idempotency,
            Limits limits,
            JsonMapper json,
            Clock clock,
            LatchkeySettings settings) {
        this.visits = visits;
        this.plans = plans;
        this.buying = buying;
        this.pages = pages;
        this.idempotency = idempotency;
        this.limits = limits;
        this.json = json;
        this.clock = clock;
        this.issuer = settings.issuer().toString();
    }

    /** What the reader ordered, to tell a repeated form from another. */
    private record Order(PlanId plan, @Nullable String code, boolean consenting) {}

    @PostMapping(path = "/account/{site}/buy", produces = MediaType.TEXT_HTML_VALUE)
    Mono<ResponseEntity<String>> buy(@PathVariable SiteId site, ServerWebExchange exchange) {
        return visits.act(site, exchange, BuyController::page, (visit, form) -> {
            Fields fields = new Fields(form);
            Order order = new Order(
                    PlanId.inPath(String.valueOf(fields.text("plan"))),
                    fields.text("code"),
                    fields.text("consent") != null);
            return counted(order, exchange.getRequest()).then(once(visit, order, fields.text("order")));
        });
    }

    /** What was tried too often begins no purchase, and counts as none. */
    private Mono<Void> counted(Order order, ServerHttpRequest request) {
        Mono<Void> purchase = limits.count(Limit.CHECKOUTS, request);
        return order.code() == null
                ? purchase
                : limits.count(Limit.PROMO_CODES, request).then(purchase);
    }

    /** Where the form was, as far as what it says can be believed. */
    private static String page(MultiValueMap<String, String> form) {
        String plan = String.valueOf(new Fields(form).text("plan"));
        return PATH.matcher(plan).matches() ? "/plans/" + plan : "/plans";
    }

    /** A second click is the same order, and waits for what the first began. */
    private Mono<URI> once(Visit visit, Order order, @Nullable String key) {
        return idempotency
                .once(
                        new Idempotency.Call(
                                visit.site().id().value(),
                                visit.reader().id(),
                                Idempotency.A_READER,
                                key == null ? null : new IdempotencyKey("/account/buy", key),
                                order),
                        HttpStatus.CREATED,
                        begun(visit, order))
                .retryWhen(Retry.fixedDelay(MOST_TRIES, Duration.ofMillis(200))
                        .filter(BuyController::underWay)
                        .onRetryExhaustedThrow((_, last) -> last.failure()))
                .map(answer -> json.readTree(answer.getBody()).path("checkout").asString(""))
                .map(checkout ->
                        checkout.isEmpty() ? visit.at("/", "done", "bought") : visit.at("/checkout/" + checkout));
    }

    private static boolean underWay(Throwable error) {
        return error instanceof Problem problem && problem.kind().code().equals("request-in-flight");
    }

    private Mono<Begun> begun(Visit visit, Order order) {
        String home = issuer + "/account/" + visit.site().id().value() + "/";
        // One box for both: nobody wants the one without the other (2011/83/EU, article 16 (a, m)).
        Consent consent = order.consenting() ? new Consent(true, true, clock.now()) : null;
        return plans.getSold(visit.site().id(), order.plan())
                .flatMap(plan -> plan instanceof Plan.PackPlan
                        ? buying.buyPack(visit.reader(), order.plan(), home, consent)
                        : buying.subscribeWithCode(visit.reader(), order.plan(), order.code(), home, consent));
    }

    /**
     * Leads on to the provider's page by a new navigation: a redirect would still be that of the
     * form, which our policy binds to our own pages.
     */
    @GetMapping(path = "/account/{site}/checkout/{checkout}", produces = MediaType.TEXT_HTML_VALUE)
    Mono<ResponseEntity<String>> checkout(
            @PathVariable SiteId site, @PathVariable UUID checkout, ServerHttpRequest request) {
        return visits.look(
                site,
                request,
                visit -> pages.page(visit.reader(), checkout)
                        .flatMap(url -> visits.page(visit, "forward", Map.of("url", url))));
    }
}
