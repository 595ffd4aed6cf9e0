package io.latchkey.payment.stripe;

import com.stripe.model.Coupon;
import com.stripe.model.checkout.Session;
import io.latchkey.payment.provider.CheckoutOrder;
import io.latchkey.payment.provider.OpenedCheckout;
import io.latchkey.payment.provider.ProviderException;
import io.latchkey.plan.Discount;
import io.latchkey.shared.web.LatchkeySettings;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Stripe's pages on which a checkout is paid. */
@Component
@WhenStripe
class StripeSessions {

    private final StripeCalls calls;
    private final StripeProducts products;
    private final URI issuer;

    StripeSessions(StripeCalls calls, StripeProducts products, LatchkeySettings settings) {
        this.calls = calls;
        this.products = products;
        this.issuer = settings.issuer();
    }

    Mono<OpenedCheckout> open(CheckoutOrder order) {
        return products.of(order.reader().site(), order.plan(), order.name())
                .zipWith(coupon(order))
                .flatMap(both -> opened(order, both.getT1(), both.getT2().orElse(null)))
                .map(session -> new OpenedCheckout(session.getId(), URI.create(session.getUrl())));
    }

    private Mono<Session> opened(CheckoutOrder order, String product, @Nullable String coupon) {
        return calls.write(
                order.checkout().toString(),
                (client, options) -> client.v1()
                        .checkout()
                        .sessions()
                        .create(StripeCheckout.session(order, product, coupon, issuer), options));
    }

    private Mono<Optional<String>> coupon(CheckoutOrder order) {
        Discount discount = order.discount();
        return discount == null
                ? Mono.just(Optional.empty())
                : calls.write(
                                order.checkout() + ":coupon",
                                (client, options) ->
                                        client.v1().coupons().create(StripeCheckout.coupon(order, discount), options))
                        .map(Coupon::getId)
                        .map(Optional::of);
    }

    /** What is over already, paid or not, stays as it is. */
    Mono<Void> close(String session) {
        return calls.write(
                        "close:" + session,
                        (client, options) -> client.v1().checkout().sessions().expire(session, options))
                .onErrorComplete(ProviderException::refuses)
                .then();
    }
}
