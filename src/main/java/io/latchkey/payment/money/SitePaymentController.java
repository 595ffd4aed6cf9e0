package io.latchkey.payment.money;

import io.latchkey.reader.identity.NamedReader;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.reader.identity.ReaderLock;
import io.latchkey.shared.idempotency.Idempotency;
import io.latchkey.shared.idempotency.IdempotencyKey;
import io.latchkey.shared.web.Input;
import io.latchkey.shared.web.Page;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** A site looks up what a reader paid, and pays it back. */
@RestController
class SitePaymentController {

    private final Payments payments;
    private final DisputeRecords disputes;
    private final Refunds refunds;
    private final ReaderLock lock;
    private final Idempotency idempotency;

    SitePaymentController(
            Payments payments, DisputeRecords disputes, Refunds refunds, ReaderLock lock, Idempotency idempotency) {
        this.payments = payments;
        this.disputes = disputes;
        this.refunds = refunds;
        this.lock = lock;
        this.idempotency = idempotency;
    }

    @GetMapping("/v1/readers/{ref}/payments")
    Mono<Page<PaymentBody>> list(
            NamedReader reader,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String limit) {
        Page.Request page = Page.Request.of(cursor, limit);
        return Mono.zip(payments.page(reader.key(), page), disputes.of(reader.key()))
                .map(both -> both.getT1().map(payment -> PaymentBody.of(payment, both.getT2())));
    }

    /** The key is required: a refund repeated by accident is money given away. */
    @PostMapping(path = "/v1/readers/{ref}/refunds", produces = MediaType.APPLICATION_JSON_VALUE)
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = Wanted.class)))
    Mono<ResponseEntity<String>> refund(NamedReader reader, IdempotencyKey key, @RequestBody RefundOrder order) {
        return idempotency.once(reader.call(key, order), HttpStatus.CREATED, refund(reader.key(), order));
    }

    private Mono<Wanted> refund(ReaderKey reader, RefundOrder order) {
        return lock.transaction(
                reader,
                payments.locked(reader, order.payment())
                        .zipWhen(refunds::wantedMinor)
                        .flatMap(both -> {
                            Payment payment = both.getT1();
                            long left = payment.keptMinor() - both.getT2();
                            long amount = order.amountMinor() == null ? left : order.amountMinor();
                            return amount > left || amount < 1
                                    ? Mono.error(MoneyProblem.TOO_MUCH_TO_REFUND.problem())
                                    : refunds.want(payment, amount).map(id -> new Wanted(id, payment.id(), amount));
                        }));
    }

    /**
     * Money that goes back.
     *
     * @param payment of which
     */
    record Wanted(UUID refund, UUID payment, long amountMinor) {}

    /**
     * What to pay back.
     *
     * @param amountMinor null for all that is left
     */
    record RefundOrder(UUID payment, @Nullable Long amountMinor) {

        RefundOrder {
            Input.present("payment", payment);
            if (amountMinor != null) {
                Input.number("amountMinor", amountMinor, 1, Long.MAX_VALUE);
            }
        }
    }
}
