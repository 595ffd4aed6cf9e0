package io.latchkey.account.home;

import io.latchkey.reader.identity.Readers;
import io.latchkey.receipt.Receipt;
import io.latchkey.receipt.Receipts;
import io.latchkey.site.SiteId;
import io.latchkey.subscription.billing.Effective;
import io.latchkey.subscription.leaving.Cancellation;
import io.latchkey.subscription.leaving.CancellationReasons;
import io.latchkey.subscription.leaving.CancellationReasons.Kind;
import io.latchkey.subscription.state.Subscription;
import io.latchkey.subscription.state.SubscriptionStatus;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Cancelling: a page that says what happens, one button, and a receipt. Why is asked afterwards,
 * and nobody has to say.
 */
@RestController
class CancelController {

    private static final String CANCELED = "/canceled";

    private final Visits visits;
    private final Cancellation cancellation;
    private final CancellationReasons reasons;
    private final CancellationOffers offers;
    private final Contracts contracts;
    private final Receipts receipts;
    private final Readers readers;

    CancelController(
            Visits visits,
            Cancellation cancellation,
            CancellationReasons reasons,
            CancellationOffers offers,
            Contracts contracts,
            Receipts receipts,
            Readers readers) {
        this.visits = visits;
        this.cancellation = cancellation;
        this.reasons = reasons;
        this.offers = offers;
        this.contracts = contracts;
        this.receipts = receipts;
        this.readers = readers;
    }

    @GetMapping(path = "/account/{site}/cancel", produces = MediaType.TEXT_HTML_VALUE)
    Mono<ResponseEntity<String>> question(@PathVariable SiteId site, ServerHttpRequest request) {
        return visits.look(
                site,
                request,
                visit -> contracts
                        .of(visit)
                        .filter(contract -> canCancel(contract.subscription()))
                        .flatMap(contract -> question(visit, contract))
                        .defaultIfEmpty(Visits.to(visit.at(CANCELED))));
    }

    private Mono<ResponseEntity<String>> question(Visit visit, Contract contract) {
        return cancellation
                .outlook(visit.reader())
                .zipWhen(_ -> offers.fitting(visit, contract).map(Optional::of).defaultIfEmpty(Optional.empty()))
                .flatMap(both -> visits.page(
                        visit,
                        "cancel",
                        Map.of(
                                "contract",
                                contract,
                                "after",
                                both.getT1(),
                                "over",
                                both.getT1().status() == SubscriptionStatus.EXPIRED,
                                "offer",
                                both.getT2())));
    }

    /** One that is canceled already has its receipt. */
    private static boolean canCancel(Subscription subscription) {
        return subscription.status().live() && subscription.status() != SubscriptionStatus.CANCELED;
    }

    @PostMapping(path = "/account/{site}/cancel", produces = MediaType.TEXT_HTML_VALUE)
    Mono<ResponseEntity<String>> cancel(@PathVariable SiteId site, ServerWebExchange exchange) {
        return visits.act(
                site,
                exchange,
                "/",
                (visit, _) -> cancellation
                        .cancel(visit.reader(), Effective.PERIOD_END, null)
                        .thenReturn(visit.at(CANCELED)));
    }

    /** Stays for less, as the site offers beside the button. */
    @PostMapping(path = "/account/{site}/stay", produces = MediaType.TEXT_HTML_VALUE)
    Mono<ResponseEntity<String>> stay(@PathVariable SiteId site, ServerWebExchange exchange) {
        return visits.act(
                site,
                exchange,
                "/",
                (visit, _) -> offers.takeDiscount(visit).thenReturn(visit.at("/", "done", "discounted")));
    }

    /** The receipt; whoever has none has nothing to look for here. */
    @GetMapping(path = "/account/{site}" + CANCELED, produces = MediaType.TEXT_HTML_VALUE)
    Mono<ResponseEntity<String>> canceled(@PathVariable SiteId site, ServerHttpRequest request) {
        return visits.look(
                site,
                request,
                visit -> contracts
                        .of(visit)
                        .flatMap(contract -> receipt(visit, contract).flatMap(found -> result(visit, contract, found)))
                        .defaultIfEmpty(Visits.to(visit.at("/"))));
    }

    private Mono<ResponseEntity<String>> result(Visit visit, Contract contract, Receipt receipt) {
        return readers.of(visit.session().reader(), visit.session().anonymous())
                .flatMap(reader -> visits.page(
                        visit,
                        "canceled",
                        Map.of(
                                "contract",
                                contract,
                                "receipt",
                                receipt,
                                "mailed",
                                reader.email() != null,
                                "thanked",
                                visit.request().getQueryParams().containsKey("thanks"),
                                "reasons",
                                Arrays.stream(Kind.values()).map(Kind::word).toList())));
    }

    private Mono<Receipt> receipt(Visit visit, Contract contract) {
        return Mono.justOrEmpty(contract.subscription().cancellationReceipt())
                .flatMap(id -> receipts.get(visit.reader(), id));
    }

    @PostMapping(path = "/account/{site}/undo", produces = MediaType.TEXT_HTML_VALUE)
    Mono<ResponseEntity<String>> undo(@PathVariable SiteId site, ServerWebExchange exchange) {
        return visits.act(
                site,
                exchange,
                "/",
                (visit, _) -> cancellation.undo(visit.reader()).thenReturn(visit.at("/", "done", "undone")));
    }

    @PostMapping(path = "/account/{site}/reason", produces = MediaType.TEXT_HTML_VALUE)
    Mono<ResponseEntity<String>> explain(@PathVariable SiteId site, ServerWebExchange exchange) {
        return visits.act(
                site,
                exchange,
                "/",
                (visit, form) -> contracts
                        .of(visit)
                        .flatMap(contract -> receipt(visit, contract))
                        .flatMap(receipt -> explained(visit, receipt, new Fields(form)))
                        .defaultIfEmpty(visit.at("/")));
    }

    private Mono<URI> explained(Visit visit, Receipt receipt, Fields fields) {
        Optional<Kind> kind = Arrays.stream(Kind.values())
                .filter(each -> each.word().equals(fields.text("reason")))
                .findFirst();
        String words = fields.text("words");
        if (kind.isEmpty() && words == null) {
            return Mono.just(visit.at(CANCELED));
        }
        return reasons.give(visit.reader(), receipt.id(), kind.orElse(Kind.OTHER), words)
                .thenReturn(visit.at(CANCELED, "thanks", "1"));
    }
}
