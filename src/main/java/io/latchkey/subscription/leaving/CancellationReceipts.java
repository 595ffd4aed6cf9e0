package io.latchkey.subscription.leaving;

import io.latchkey.plan.Plans;
import io.latchkey.receipt.Receipt;
import io.latchkey.receipt.Receipts;
import io.latchkey.subscription.billing.Effective;
import io.latchkey.subscription.state.Subscription;
import io.latchkey.subscription.transition.ReaderNotices;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The receipts of cancellations, and the letters that bring them. */
@Component
public class CancellationReceipts {

    private final Receipts receipts;
    private final ReaderNotices notices;
    private final Plans plans;

    CancellationReceipts(Receipts receipts, ReaderNotices notices, Plans plans) {
        this.receipts = receipts;
        this.notices = notices;
        this.plans = plans;
    }

    /** Adds that of a cancellation, and sends it. */
    public Mono<Receipt> add(Subscription canceled, CancellationOrder order) {
        return plans.get(canceled.reader().site(), canceled.plan())
                .map(plan -> receipt(canceled, plan.name(), order))
                .flatMap(receipt -> notices.canceled(canceled, receipt, order.declared())
                        .then(receipts.add(canceled.reader(), receipt))
                        .thenReturn(receipt));
    }

    /** That of this one's cancellation; empty when it ran out by itself. */
    Mono<Receipt> of(Subscription canceled) {
        return Mono.justOrEmpty(canceled.cancellationReceipt()).flatMap(id -> receipts.get(canceled.reader(), id));
    }

    private static Receipt receipt(Subscription canceled, String planName, CancellationOrder order) {
        Map<String, Object> content = content(canceled, order);
        content.put("planName", planName);
        return new Receipt(
                Objects.requireNonNull(canceled.cancellationReceipt()),
                Receipt.Kind.CANCELLATION,
                content,
                // What was declared reached us then, whenever it was looked at.
                order.declared() ? order.submitted() : Objects.requireNonNull(canceled.canceledAt()));
    }

    private static Map<String, Object> content(Subscription canceled, CancellationOrder order) {
        Instant end = canceled.endedAt() == null ? canceled.paidUntil() : canceled.endedAt();
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("site", canceled.reader().site().value());
        content.put("subscription", canceled.id());
        content.put("plan", canceled.plan().value());
        content.put("effective", order.effective() == Effective.NOW ? "now" : "period-end");
        if (order.by() == null) {
            content.put("submittedAt", order.submitted());
        } else {
            content.put("by", order.by());
        }
        content.put("effectiveAt", end);
        content.put("accessUntil", end);
        if (order.reason() != null) {
            content.put("reason", order.reason());
        }
        return content;
    }
}
