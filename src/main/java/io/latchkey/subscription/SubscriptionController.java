package io.latchkey.subscription;

import io.latchkey.reader.ReaderSession;
import io.latchkey.receipt.ReceiptBody;
import io.latchkey.shared.web.CreatedOrOk;
import io.latchkey.shared.web.Input;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** A reader looks at their subscription, cancels, undoes, pauses and resumes. */
@RestController
class SubscriptionController {

    private final Subscriptions subscriptions;
    private final Cancellation cancellation;
    private final Withdrawal withdrawal;
    private final Pausing pausing;

    SubscriptionController(
            Subscriptions subscriptions, Cancellation cancellation, Withdrawal withdrawal, Pausing pausing) {
        this.subscriptions = subscriptions;
        this.cancellation = cancellation;
        this.withdrawal = withdrawal;
        this.pausing = pausing;
    }

    @GetMapping("/v1/me/subscription")
    Mono<SubscriptionBody> read(ReaderSession session) {
        return subscriptions
                .latest(session.reader())
                .map(SubscriptionBody::of)
                .switchIfEmpty(Mono.error(SubscriptionProblem.NO_SUBSCRIPTION::problem));
    }

    @CreatedOrOk
    @PostMapping("/v1/me/subscription/cancellation")
    Mono<ResponseEntity<ReceiptBody>> cancel(ReaderSession session, @RequestBody CancellationBody body) {
        return cancellation
                .cancel(session.reader(), body.effectiveValue(), body.reason())
                .map(SubscriptionController::receipt);
    }

    private static ResponseEntity<ReceiptBody> receipt(Cancellation.Outcome outcome) {
        return ResponseEntity.status(outcome.repeated() ? HttpStatus.OK : HttpStatus.CREATED)
                .body(ReceiptBody.of(outcome.receipt()));
    }

    @DeleteMapping("/v1/me/subscription/cancellation")
    Mono<SubscriptionBody> undo(ReaderSession session) {
        return cancellation.undo(session.reader()).map(SubscriptionBody::of);
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
                .map(SubscriptionController::receipt);
    }

    @PostMapping("/v1/me/subscription/pause")
    Mono<SubscriptionBody> pause(ReaderSession session, @RequestBody(required = false) @Nullable PauseBody body) {
        return pausing.pause(session.reader(), body == null ? null : body.end()).map(SubscriptionBody::of);
    }

    @PostMapping("/v1/me/subscription/resume")
    Mono<SubscriptionBody> resume(ReaderSession session) {
        return pausing.resume(session.reader()).map(SubscriptionBody::of);
    }

    record CancellationBody(String effective, @Nullable String reason) {

        private static final Set<String> WORDS = new LinkedHashSet<>(List.of("period-end", "now"));

        CancellationBody {
            Input.word("effective", effective, WORDS);
            reason = Input.words(reason, Input.LONGEST_TEXT);
        }

        Effective effectiveValue() {
            return "now".equals(effective) ? Effective.NOW : Effective.PERIOD_END;
        }
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

    record PauseBody(@Nullable String until) {
        PauseBody {
            if (until != null) {
                Input.instant("until", until);
            }
        }

        @Nullable
        Instant end() {
            return until == null ? null : Input.instant("until", until);
        }
    }
}
