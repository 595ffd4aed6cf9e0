package io.latchkey.account;

import io.latchkey.notice.SignInLetters;
import io.latchkey.reader.signin.SignInLinks;
import io.latchkey.reader.signin.SignInLinks.Waiting;
import io.latchkey.shared.time.Round;
import io.latchkey.shared.web.LatchkeySettings;
import io.latchkey.site.Sites;
import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Sends the links to sign in by, apart from the requests: how long that takes tells nobody. */
@Component
class SignInLinkRun {

    private static final Logger LOG = LoggerFactory.getLogger(SignInLinkRun.class);
    private static final int MOST_AT_ONCE = 8;
    private static final int SIDE_BY_SIDE = 2;

    private final SignInLinks links;
    private final SignInLetters letters;
    private final Sites sites;
    private final String issuer;

    SignInLinkRun(SignInLinks links, SignInLetters letters, Sites sites, LatchkeySettings settings) {
        this.links = links;
        this.letters = letters;
        this.sites = sites;
        this.issuer = settings.issuer().toString();
    }

    /** One round; says how many were sent, and how many others hold. */
    @Scheduled(fixedDelay = 1_000)
    Mono<Round> run() {
        // Spring calls this once and subscribes each time: what is due must be asked each time.
        return Flux.defer(() -> links.take(MOST_AT_ONCE))
                .flatMap(this::send, SIDE_BY_SIDE)
                .count()
                .flatMap(sent -> links.held().map(held -> new Round(sent, held)))
                .doOnNext(round -> round.tell(LOG));
    }

    /** Empty unless it was sent: one that we stumble over does not stop the others. */
    private Mono<Waiting> send(Waiting link) {
        URI address = URI.create(issuer
                + "/account/"
                + link.site().value()
                + "/sign-in/link?lang="
                + link.language().toLanguageTag()
                + "&token="
                + link.token());
        return sites.get(link.site())
                .flatMap(site -> letters.post(site, link.address().value(), link.language(), address))
                .filter(Boolean::booleanValue)
                .flatMap(_ -> links.sent(link).thenReturn(link))
                .onErrorResume(error -> {
                    LOG.warn(
                            "link to sign in at {} not sent: {}",
                            link.site().value(),
                            error.getClass().getName());
                    return Mono.empty();
                });
    }
}
