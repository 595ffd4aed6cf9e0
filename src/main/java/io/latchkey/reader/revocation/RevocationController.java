package io.latchkey.reader.revocation;

import io.latchkey.reader.revocation.RevocationList.Known;
import io.latchkey.shared.database.Ids;
import io.latchkey.shared.problem.Problem;
import io.latchkey.shared.problem.RequestProblem;
import io.latchkey.shared.time.Clock;
import io.latchkey.site.SiteId;
import io.latchkey.site.Sites;
import io.latchkey.token.TokenSigner;
import io.latchkey.token.TokenSigner.TokenContent;
import io.latchkey.token.TokenType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Hands content servers the list of revoked tokens, signed; for anyone, as the keys are. */
@RestController
class RevocationController {

    private static final String APPLICATION_JWT = "application/jwt";

    /** With the fetch every 30 seconds that content servers make, less than a minute in all. */
    private static final String CACHING = "max-age=15";

    /** How long a list may be offered as new: nobody can pass off an old one for longer. */
    private static final Duration LIST_LIFE = Duration.ofMinutes(5);

    private final RevocationList list;
    private final TokenSigner signer;
    private final Sites sites;
    private final Clock clock;
    private final Map<SiteId, Signed> signed = new ConcurrentHashMap<>();

    RevocationController(RevocationList list, TokenSigner signer, Sites sites, Clock clock) {
        this.list = list;
        this.signer = signer;
        this.sites = sites;
        this.clock = clock;
    }

    @GetMapping(path = "/v1/revocations", produces = APPLICATION_JWT)
    Mono<ResponseEntity<byte[]>> revoked(@RequestParam(required = false) @Nullable String site) {
        SiteId id = siteOf(site);
        // Asked only so that there is one: the secret is known after the first time.
        return sites.idSecret(id)
                .then(Mono.defer(() -> signed(id, list.known())))
                .map(text -> ResponseEntity.ok()
                        .header(HttpHeaders.CACHE_CONTROL, CACHING)
                        .body(text.getBytes(StandardCharsets.US_ASCII)));
    }

    /** One signature for each look at the table, however many ask. */
    private Mono<String> signed(SiteId site, Known known) {
        if (!known.wasRead() || clock.tokenTime().isAfter(known.readAt().plus(LIST_LIFE))) {
            return Mono.error(RequestProblem.DATABASE_UNAVAILABLE::problem);
        }
        Signed last = signed.get(site);
        return last != null && last.readAt().equals(known.readAt())
                ? Mono.just(last.text())
                : signer.sign(content(site, known))
                        .map(token -> token.token())
                        .doOnNext(text -> signed.put(site, new Signed(text, known.readAt())));
    }

    private static TokenContent content(SiteId site, Known known) {
        List<List<Object>> revoked = known.before().entrySet().stream()
                .filter(entry -> entry.getKey().site().equals(site))
                .map(entry -> List.<Object>of(
                        entry.getKey().id().toString(), entry.getValue().getEpochSecond()))
                .toList();
        return new TokenContent(
                TokenType.REVOCATIONS,
                Ids.next(),
                site.value(),
                site.value(),
                known.readAt(),
                known.readAt().plus(LIST_LIFE),
                Map.of("revoked", revoked));
    }

    private static SiteId siteOf(@Nullable String site) {
        try {
            return new SiteId(site == null ? "" : site);
        } catch (Problem malformed) {
            throw RequestProblem.INVALID_QUERY.because("\"site\" must be the id of a site.");
        }
    }

    /** A list as it was handed out. */
    private record Signed(String text, Instant readAt) {}
}
