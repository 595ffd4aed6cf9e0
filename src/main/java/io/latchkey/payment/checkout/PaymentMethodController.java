package io.latchkey.payment.checkout;

import io.latchkey.reader.session.ReaderSession;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** A reader wants to pay another way from now on. */
@RestController
class PaymentMethodController {

    private final PaymentMethod paymentMethod;

    PaymentMethodController(PaymentMethod paymentMethod) {
        this.paymentMethod = paymentMethod;
    }

    @PostMapping("/v1/me/subscription/payment-method")
    Mono<Page> page(ReaderSession session, @RequestBody(required = false) @Nullable Return body) {
        return paymentMethod
                .page(session.reader(), body == null ? null : body.returnTo())
                .map(Page::new);
    }

    /**
     * Where the reader changes it.
     *
     * @param url of the provider's page
     */
    record Page(URI url) {}

    /**
     * Where the reader goes afterwards.
     *
     * @param returnTo a page at one of the site's origins
     */
    record Return(@Nullable String returnTo) {}
}
