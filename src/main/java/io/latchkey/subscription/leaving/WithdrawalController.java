package io.latchkey.subscription.leaving;

import io.latchkey.reader.session.ReaderSession;
import io.latchkey.receipt.ReceiptBody;
import io.latchkey.shared.web.CreatedOrOk;
import io.latchkey.shared.web.Input;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** A reader withdraws from the contract of their subscription. */
@RestController
class WithdrawalController {

    private final Withdrawal withdrawal;

    WithdrawalController(Withdrawal withdrawal) {
        this.withdrawal = withdrawal;
    }

    /** Whether the reader may withdraw, and until when. */
    @GetMapping("/v1/me/subscription/withdrawal")
    Mono<WithdrawalRight> withdrawalRight(ReaderSession session) {
        return withdrawal
                .until(session.reader())
                .map(until -> new WithdrawalRight(true, until))
                .defaultIfEmpty(new WithdrawalRight(false, null));
    }

    @CreatedOrOk
    @PostMapping("/v1/me/subscription/withdrawal")
    Mono<ResponseEntity<ReceiptBody>> withdraw(
            ReaderSession session, @RequestBody(required = false) @Nullable WithdrawalBody body) {
        return withdrawal
                .withdraw(session.reader(), body == null ? null : body.reason())
                .map(CancellationController::receipt);
    }

    /**
     * The right to withdraw.
     *
     * @param until null when there is none any more
     */
    record WithdrawalRight(boolean possible, @Nullable Instant until) {}

    /**
     * A withdrawal.
     *
     * @param reason nobody has to give one
     */
    record WithdrawalBody(@Nullable String reason) {
        WithdrawalBody {
            reason = Input.words(reason, Input.LONGEST_TEXT);
        }
    }
}
