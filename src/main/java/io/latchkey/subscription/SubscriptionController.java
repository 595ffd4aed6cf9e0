package io.latchkey.subscription;

import io.latchkey.reader.ReaderSession;
import io.latchkey.receipt.ReceiptBody;
import io.latchkey.shared.Clock;
import io.latchkey.shared.CreatedOrOk;
import io.latchkey.shared.Input;
import io.latchkey.subscription.Cancellation.Effective;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A reader looks at their subscription, cancels, undoes, pauses and resumes. */
@RestController
class SubscriptionController {

    private final Subscriptions subscriptions;
    private final Cancellation cancellation;
    private final Pausing pausing;
    private final Clock clock;

    SubscriptionController(
            Subscriptions subscriptions, Cancellation cancellation, Pausing pausing, Clock clock) {
        this.subscriptions = subscriptions;
        this.cancellation = cancellation;
        this.pausing = pausing;
        this.clock = clock;
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
    Mono<ResponseEntity<ReceiptBody>> cancel(
            ReaderSession session, @RequestBody CancellationBody body) {
        return cancellation
                .cancel(session.reader(), body.effectiveValue(), body.reason())
                .map(outcome ->
                        ResponseEntity.status(
                                        outcome.repeated() ? HttpStatus.OK : HttpStatus.CREATED)
                                .body(ReceiptBody.of(outcome.receipt())));
    }

    @DeleteMapping("/v1/me/subscription/cancellation")
    Mono<SubscriptionBody> undo(ReaderSession session) {
        return cancellation.undo(session.reader()).map(SubscriptionBody::of);
    }

    @PostMapping("/v1/me/subscription/pause")
    Mono<SubscriptionBody> pause(
            ReaderSession session, @RequestBody(required = false) @Nullable PauseBody body) {
        return pausing.pause(session.reader(), body == null ? null : body.untilAfter(clock.now()))
                .map(SubscriptionBody::of);
    }

    @PostMapping("/v1/me/subscription/resume")
    Mono<SubscriptionBody> resume(ReaderSession session) {
        return pausing.resume(session.reader()).map(SubscriptionBody::of);
    }

    record CancellationBody(String effective, @Nullable String reason) {

        private static final Set<String> WORDS = new LinkedHashSet<>(List.of("period-end", "now"));

        CancellationBody {
            Input.word("effective", effective, WORDS);
            Input.optionalText("reason", reason, Input.LONGEST_TEXT);
        }

        Effective effectiveValue() {
            return "now".equals(effective) ? Effective.NOW : Effective.PERIOD_END;
        }
    }

    record PauseBody(@Nullable String until) {
        PauseBody {
            if (until != null) {
                Input.instant("until", until);
            }
        }

        @Nullable Instant untilAfter(Instant now) {
            if (until == null) {
                return null;
            }
            Instant end = Input.instant("until", until);
            if (!end.isAfter(now)) {
                throw Input.refused("until", "must lie in the future");
            }
            return end;
        }
    }
}
