package io.latchkey.subscription.leaving;

import io.latchkey.plan.Plans;
import io.latchkey.plan.Price;
import io.latchkey.receipt.Receipt;
import io.latchkey.receipt.Receipts;
import io.latchkey.subscription.state.Subscription;
import io.latchkey.subscription.transition.ReaderNotices;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The receipts of withdrawals, and the letters that bring them. */
@Component
class WithdrawalReceipts {

    private final Receipts receipts;
    private final ReaderNotices notices;
    private final Plans plans;

    WithdrawalReceipts(Receipts receipts, ReaderNotices notices, Plans plans) {
        this.receipts = receipts;
        this.notices = notices;
        this.plans = plans;
    }

    /**
     * Adds that of a withdrawal, and sends it.
     *
     * @param back what is paid back
     */
    Mono<Receipt> add(Subscription ended, Price back, Instant submitted, @Nullable String reason) {
        return plans.get(ended.reader().site(), ended.plan())
                .map(plan -> receipt(ended, plan.name(), back, submitted, reason))
                .flatMap(receipt -> notices.receipted(ended.reader(), receipt)
                        .then(receipts.add(ended.reader(), receipt))
                        .thenReturn(receipt));
    }

    /** That of this one; empty when its reader did not withdraw from it. */
    Mono<Receipt> of(Subscription subscription) {
        return Mono.justOrEmpty(subscription.cancellationReceipt())
                .filter(_ -> !subscription.status().live())
                .flatMap(id -> receipts.get(subscription.reader(), id))
                .filter(receipt -> receipt.kind() == Receipt.Kind.WITHDRAWAL);
    }

    private static Receipt receipt(
            Subscription ended, String planName, Price back, Instant submitted, @Nullable String reason) {
        UUID id = Objects.requireNonNull(ended.cancellationReceipt());
        Instant end = Objects.requireNonNull(ended.endedAt());
        Receipt bare = Receipt.withdrawal(id, ended.id(), ended.plan().value(), planName, submitted, end, reason, end);
        Map<String, Object> content = new LinkedHashMap<>(bare.content());
        content.put("site", ended.reader().site().value());
        content.put("amountMinor", back.amountMinor());
        content.put("currency", back.currency());
        return new Receipt(id, Receipt.Kind.WITHDRAWAL, content, submitted);
    }
}
