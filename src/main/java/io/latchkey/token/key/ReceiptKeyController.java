package io.latchkey.token.key;

import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Publishes the keys of receipts (RFC 7517), in no set that content servers read. */
@RestController
class ReceiptKeyController {

    /** As for the keys of tokens; these are never withdrawn. */
    private static final String CACHING = "max-age=300, stale-if-error=86400";

    private final ReceiptKeys keys;

    ReceiptKeyController(ReceiptKeys keys) {
        this.keys = keys;
    }

    @GetMapping("/.well-known/receipt-keys.json")
    Mono<ResponseEntity<JwksController.JwkSet>> keys() {
        return keys.all()
                .map(all -> all.stream().map(JwksController::jwk).toList())
                .map(jwks -> ResponseEntity.ok()
                        .header(HttpHeaders.CACHE_CONTROL, CACHING)
                        .body(new JwksController.JwkSet(jwks)));
    }
}
