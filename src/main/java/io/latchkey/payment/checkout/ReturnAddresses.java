package io.latchkey.payment.checkout;

import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.web.Input;
import io.latchkey.shared.web.LatchkeySettings;
import io.latchkey.shared.web.WebOrigin;
import io.latchkey.site.Sites;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Where readers may be sent after paying. */
@Component
class ReturnAddresses {

    private final Sites sites;
    private final String issuer;

    ReturnAddresses(Sites sites, LatchkeySettings settings) {
        this.sites = sites;
        this.issuer = settings.issuer().toString();
    }

    /**
     * An open redirect would let anybody borrow our name: only the site's own pages, and the
     * reader's account there.
     */
    Mono<Void> check(ReaderKey reader, @Nullable String returnTo) {
        if (returnTo == null) {
            return Mono.empty();
        }
        URI uri = Input.httpUri("returnTo", returnTo);
        String account = issuer + "/account/" + reader.site().value() + "/";
        if (uri.equals(Input.httpUri("returnTo", account))) {
            return Mono.empty();
        }
        WebOrigin origin = WebOrigin.at(uri).orElseThrow();
        return sites.get(reader.site())
                .filter(site -> site.origins().contains(origin))
                .switchIfEmpty(Mono.error(CheckoutProblem.FOREIGN_RETURN_ADDRESS::problem))
                .then();
    }
}
