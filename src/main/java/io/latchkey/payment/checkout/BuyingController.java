package io.latchkey.payment.checkout;

import io.latchkey.limit.Limit;
import io.latchkey.limit.Limits;
import io.latchkey.payment.promo.PromoCodeId;
import io.latchkey.payment.promo.Promos;
import io.latchkey.plan.PlanId;
import io.latchkey.reader.session.ReaderSession;
import io.latchkey.shared.idempotency.Idempotency;
import io.latchkey.shared.idempotency.IdempotencyKey;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.web.Input;
import io.latchkey.subscription.transition.SubscriptionBody;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** A reader buys. */
@RestController
class BuyingController {

    private final Buying buying;
    private final CheckoutPages pages;
    private final Promos promos;
    private final Idempotency idempotency;
    private final Limits limits;
    private final JsonMapper json;
    private final Clock clock;

    BuyingController(
            Buying buying,
            CheckoutPages pages,
            Promos promos,
            Idempotency idempotency,
            Limits limits,
            JsonMapper json,
            Clock clock) {
        this.buying = buying;
        this.pages = pages;
        this.promos = promos;
        this.idempotency = idempotency;
        this.limits = limits;
        this.json = json;
        this.clock = clock;
    }

    @PostMapping(path = "/v1/me/subscription", produces = MediaType.APPLICATION_JSON_VALUE)
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = Bought.class)))
    Mono<ResponseEntity<String>> subscribe(
            ReaderSession session,
            @Nullable IdempotencyKey key,
            @RequestBody PlanChoice choice,
            ServerHttpRequest request) {
        return counted(choice.promoCode() != null, request)
                .then(promos.makingRoom(once(
                        session,
                        session.call(key, choice),
                        buying.subscribe(
                                session.reader(),
                                choice.plan(),
                                choice.promoCode(),
                                choice.returnTo(),
                                consent(choice.consent())))));
    }

    @PostMapping(path = "/v1/me/purchases", produces = MediaType.APPLICATION_JSON_VALUE)
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = Bought.class)))
    Mono<ResponseEntity<String>> buyPack(
            ReaderSession session,
            @Nullable IdempotencyKey key,
            @RequestBody PackChoice choice,
            ServerHttpRequest request) {
        return counted(false, request)
                .then(once(
                        session,
                        session.call(key, choice),
                        buying.buyPack(session.reader(), choice.plan(), choice.returnTo(), consent(choice.consent()))));
    }

    /** What was tried too often begins no purchase, and counts as none. */
    private Mono<Void> counted(boolean withCode, ServerHttpRequest request) {
        Mono<Void> purchase = limits.count(Limit.CHECKOUTS, request);
        return withCode ? limits.count(Limit.PROMO_CODES, request).then(purchase) : purchase;
    }

    private @Nullable Consent consent(@Nullable ConsentBody body) {
        return body == null ? null : new Consent(body.immediateStart(), body.acknowledgedLoss(), clock.now());
    }

    private Mono<ResponseEntity<String>> once(
            ReaderSession session, Idempotency.Call call, Mono<Buying.Begun> purchase) {
        return idempotency.once(call, HttpStatus.CREATED, purchase).flatMap(answer -> withPage(session, answer));
    }

    /** What was begun, now or in a request before, with the page of its checkout. */
    private Mono<ResponseEntity<String>> withPage(ReaderSession session, ResponseEntity<String> begun) {
        String checkout = json.readTree(begun.getBody()).path("checkout").asString("");
        return checkout.isEmpty()
                ? Mono.just(begun)
                : pages.page(session.reader(), UUID.fromString(checkout))
                        .map(url -> ResponseEntity.status(begun.getStatusCode())
                                .headers(begun.getHeaders())
                                .body(json.writeValueAsString(new Bought(new CheckoutLink(url), null))));
    }

    /**
     * What the reader gets.
     *
     * @param checkout where to pay; null when nothing was due
     * @param subscription what began at once; null when payment is due first
     */
    record Bought(@Nullable CheckoutLink checkout, @Nullable SubscriptionBody subscription) {}

    /**
     * Where the reader pays.
     *
     * @param url of the provider's page
     */
    record CheckoutLink(URI url) {}

    /**
     * What the reader expressly consented to, before buying.
     *
     * @param immediateStart that it begins at once, before the withdrawal period ends
     * @param acknowledgedLoss that they lose the right to withdraw by that, as the law says
     */
    record ConsentBody(Boolean immediateStart, Boolean acknowledgedLoss) {
        ConsentBody {
            Input.present("consent.immediateStart", immediateStart);
            Input.present("consent.acknowledgedLoss", acknowledgedLoss);
        }
    }

    /**
     * What the reader wants.
     *
     * @param promoCode null for none
     * @param returnTo where they go after paying: a page at one of the site's origins
     * @param consent what they expressly consented to; left out for nothing
     */
    record PlanChoice(
            PlanId plan,
            @Nullable PromoCodeId promoCode,
            @Nullable String returnTo,
            @Nullable ConsentBody consent) {
        PlanChoice {
            Input.present("plan", plan);
        }
    }

    /**
     * Which pack the reader wants.
     *
     * @param returnTo where they go after paying: a page at one of the site's origins
     * @param consent what they expressly consented to; left out for nothing
     */
    record PackChoice(
            PlanId plan,
            @Nullable String returnTo,
            @Nullable ConsentBody consent) {
        PackChoice {
            Input.present("plan", plan);
        }
    }
}
