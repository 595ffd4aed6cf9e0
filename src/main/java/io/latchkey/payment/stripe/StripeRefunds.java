package io.latchkey.payment.stripe;

import com.stripe.model.Refund;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.RefundListParams;
import io.latchkey.payment.provider.ProviderException;
import io.latchkey.payment.provider.ProviderException.Reason;
import io.latchkey.payment.stripe.unit.StripeAmount;
import io.latchkey.plan.Price;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Money that goes back. Stripe forgets an idempotency key after a day, and we ask for as long as it
 * does not answer: so the key stands on the refund, and is looked for first.
 */
@Component
@WhenStripe
class StripeRefunds {

    private static final String KEY = "latchkey_key";

    /** Of one payment, more than there are parts that anybody pays back. */
    private static final long MOST = 100;

    private final StripeCalls calls;

    StripeRefunds(StripeCalls calls) {
        this.calls = calls;
    }

    Mono<Void> refund(String payment, Price amount, String key) {
        return made(payment)
                .flatMap(made -> made.stream()
                        .filter(it -> key.equals(keyOf(it)))
                        .findFirst()
                        .map(StripeRefunds::known)
                        .orElseGet(() -> make(payment, amount, key)));
    }

    private Mono<List<Refund>> made(String payment) {
        RefundListParams ofPayment = RefundListParams.builder()
                .setPaymentIntent(payment)
                .setLimit(MOST)
                .build();
        return calls.read((client, options) ->
                        client.v1().refunds().list(ofPayment, options).getData())
                .defaultIfEmpty(List.of());
    }

    private static @Nullable String keyOf(Refund made) {
        Map<String, String> metadata = made.getMetadata();
        return metadata == null ? null : metadata.get(KEY);
    }

    /** One that failed gave the money back to the site: whether to try otherwise is the site's to say. */
    private static Mono<Void> known(Refund made) {
        return switch (String.valueOf(made.getStatus())) {
            case "failed", "canceled" ->
                Mono.error(new ProviderException(Reason.REFUSED, "Stripe: refund " + made.getId() + " failed"));
            default -> Mono.empty();
        };
    }

    private Mono<Void> make(String payment, Price amount, String key) {
        RefundCreateParams back = RefundCreateParams.builder()
                .setPaymentIntent(payment)
                .setAmount(StripeAmount.givenBack(amount))
                .putMetadata(KEY, key)
                .build();
        return calls.write(key, (client, options) -> client.v1().refunds().create(back, options))
                .then();
    }
}
