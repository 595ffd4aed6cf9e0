package io.latchkey.account;

import io.latchkey.shared.problem.ProblemWriter;
import io.latchkey.shared.web.LatchkeySettings;
import io.latchkey.shared.web.WebOrigin;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Lets forms under {@code /account/} be posted from our own pages only. The browser says where a
 * form comes from and no page can make it lie (Fetch Metadata, and RFC 6454 section 7); the
 * cookie's SameSite is the second lock. A request that says neither is refused. The one form that
 * comes from a site's page looks after itself: {@link HandOverController}.
 */
@Component
class OwnForms implements WebFilter {

    private static final String PAGES = "/account/";
    private static final String SENT_FROM = "Sec-Fetch-Site";
    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final WebOrigin own;
    private final ProblemWriter problems;

    OwnForms(LatchkeySettings settings, ProblemWriter problems) {
        this.own = settings.origin();
        this.problems = problems;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        String path = request.getPath().pathWithinApplication().value();
        boolean pass = SAFE.contains(request.getMethod())
                || !path.startsWith(PAGES)
                || path.endsWith(HandOverController.ENDING)
                || own(request);
        return pass ? chain.filter(exchange) : problems.write(exchange, AccountProblem.FORM_FROM_ELSEWHERE.problem());
    }

    private boolean isOurs(@Nullable String origin) {
        return WebOrigin.sent(origin).filter(own::equals).isPresent();
    }

    private boolean own(ServerHttpRequest request) {
        HttpHeaders headers = request.getHeaders();
        String from = headers.getFirst(SENT_FROM);
        return from == null ? isOurs(headers.getOrigin()) : "same-origin".equals(from);
    }
}
