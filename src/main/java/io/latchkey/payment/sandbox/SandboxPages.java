package io.latchkey.payment.sandbox;

import io.latchkey.payment.provider.ShownCheckout;
import io.latchkey.payment.provider.ShownCheckouts;
import io.latchkey.plan.Plans;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.problem.Problem;
import io.latchkey.shared.time.Clock;
import io.latchkey.site.Site;
import io.latchkey.site.Sites;
import io.latchkey.words.Figures;
import io.latchkey.words.InlineStyle;
import io.latchkey.words.Languages;
import io.latchkey.words.Templates;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Where each checkout has its page, and the answers that show it or lead back to it. */
@Component
@WhenSandbox
class SandboxPages {

    /** Names the page of somebody who has just paid. */
    static final String PAID = "paid";

    private final ShownCheckouts checkouts;
    private final Plans plans;
    private final Sites sites;
    private final SandboxBooks books;
    private final Clock clock;
    private final Templates templates;
    private final InlineStyle style = InlineStyle.of("sandbox/checkout.css");

    SandboxPages(
            ShownCheckouts checkouts, Plans plans, Sites sites, SandboxBooks books, Clock clock, Templates templates) {
        this.checkouts = checkouts;
        this.plans = plans;
        this.sites = sites;
        this.books = books;
        this.clock = clock;
        this.templates = templates;
    }

    /** The path of a checkout's page. */
    static String path(ReaderKey reader, UUID checkout) {
        return "/v1/sandbox/checkouts/" + reader.site() + "/" + reader.id() + "/" + checkout;
    }

    /** Whether a browser asks, and not a program. */
    static boolean wanted(ServerHttpRequest request) {
        return request.getHeaders().getAccept().contains(MediaType.TEXT_HTML);
    }

    /** Leads a browser that has paid over the page to the site, where that is known. */
    static <T> ResponseEntity<T> on(ReaderKey reader, UUID checkout) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(path(reader, checkout) + "?" + PAID))
                .build();
    }

    /** Sends a browser that sent a form back to the page. */
    static <T> ResponseEntity<T> back(ReaderKey reader, UUID checkout) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(path(reader, checkout)))
                .build();
    }

    /** The page. */
    Mono<ResponseEntity<String>> show(ReaderKey reader, UUID checkout) {
        return page(reader, checkout, null)
                .flatMap(page -> html(page, false))
                .map(html -> headed(ResponseEntity.ok()).body(html));
    }

    /** What leads whoever has paid to the site; the page, where there is no way or nothing paid. */
    Mono<ResponseEntity<String>> showPaid(ReaderKey reader, UUID checkout) {
        return page(reader, checkout, null)
                .flatMap(page -> html(page, page.leadsOn()))
                .map(html -> headed(ResponseEntity.ok()).body(html));
    }

    /** The page, with why the clock was not moved. */
    Mono<ResponseEntity<String>> show(ReaderKey reader, UUID checkout, Problem refusal) {
        return page(reader, checkout, refusal.getMessage())
                .flatMap(page -> html(page, false))
                .map(html -> {
                    ResponseEntity.BodyBuilder answer =
                            headed(ResponseEntity.status(refusal.kind().status()));
                    // RFC 9110, section 11.6.1: a 401 says how to do better.
                    if (refusal.kind().status() == HttpStatus.UNAUTHORIZED) {
                        answer.header("WWW-Authenticate", refusal.kind().challenge());
                    }
                    String wait = refusal.retryAfterSeconds();
                    if (wait != null) {
                        answer.header(HttpHeaders.RETRY_AFTER, wait);
                    }
                    return answer.body(html);
                });
    }

    /**
     * The page as HTML.
     *
     * @param lead whether it leads on to the site by itself
     */
    Mono<String> html(SandboxPage page, boolean lead) {
        Map<String, Object> model = Map.of(
                "page", page,
                "lead", lead,
                "path", path(page.checkout().reader(), page.checkout().id()),
                "locale", page.show().locale().toLanguageTag(),
                "style", style.text());
        return templates.fill("sandbox/checkout", Locale.ENGLISH, model);
    }

    /** Leads back to where its reader came from last: for another card, they may come from elsewhere than before. */
    private Mono<ShownCheckout> shown(ReaderKey reader, UUID checkout) {
        return checkouts
                .shown(reader, checkout)
                .flatMap(shown -> books.checkout(reader, checkout)
                        .mapNotNull(it -> it.order().returnTo())
                        .map(page -> shown.returningTo(page.toString()))
                        .defaultIfEmpty(shown));
    }

    private Mono<SandboxPage> page(ReaderKey reader, UUID checkout, @Nullable String refusal) {
        return Mono.zip(
                        shown(reader, checkout),
                        books.subscriptionOf(reader, checkout).map(Optional::of).defaultIfEmpty(Optional.empty()),
                        sites.get(reader.site()),
                        books.lastTry(reader, checkout)
                                .map(SandboxPayment::inDispute)
                                .defaultIfEmpty(false))
                .flatMap(all -> plans.get(reader.site(), all.getT1().plan())
                        .map(plan -> new SandboxPage(
                                all.getT1(),
                                plan,
                                all.getT2().orElse(null),
                                all.getT4(),
                                figures(all.getT3()),
                                clock.now(),
                                refusal)));
    }

    private static Figures figures(Site site) {
        return new Figures(Languages.spoken(site.locale()), site.timeZone());
    }

    /**
     * Nothing counts but the page's own style, and no script runs (CSP Level 3). Forms go to the service
     * and are led back to the page; the way to the site is a link, which form-action does not bind.
     */
    private String policy() {
        return "default-src 'none'; style-src " + style.source()
                + "; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
    }

    private ResponseEntity.BodyBuilder headed(ResponseEntity.BodyBuilder answer) {
        return answer.contentType(MediaType.TEXT_HTML)
                .header("Content-Security-Policy", policy())
                .header("Cache-Control", "no-store")
                .header("Referrer-Policy", "no-referrer");
    }
}
