package io.latchkey.subscription.leaving;

import io.latchkey.reader.session.ReaderSession;
import io.latchkey.receipt.ReceiptBody;
import io.latchkey.shared.web.CreatedOrOk;
import io.latchkey.shared.web.Input;
import io.latchkey.subscription.billing.Effective;
import io.latchkey.subscription.transition.SubscriptionBody;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** A reader cancels their subscription, and takes that back. */
@RestController
class CancellationController {

    private final Cancellation cancellation;

    CancellationController(Cancellation cancellation) {
        this.cancellation = cancellation;
    }

    @CreatedOrOk
    @PostMapping("/v1/me/subscription/cancellation")
    Mono<ResponseEntity<ReceiptBody>> cancel(ReaderSession session, @RequestBody CancellationBody body) {
        return cancellation
                .cancel(session.reader(), body.effectiveValue(), body.reason())
                .map(CancellationController::receipt);
    }

    /** The receipt, and whether it is a new one. */
    static ResponseEntity<ReceiptBody> receipt(Cancellation.Outcome outcome) {
        return ResponseEntity.status(outcome.repeated() ? HttpStatus.OK : HttpStatus.CREATED)
                .body(ReceiptBody.of(outcome.receipt()));
    }

    @DeleteMapping("/v1/me/subscription/cancellation")
    Mono<SubscriptionBody> undo(ReaderSession session) {
        return cancellation.undo(session.reader()).map(SubscriptionBody::of);
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
}
