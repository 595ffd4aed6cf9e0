package io.latchkey.reader.session;

import io.latchkey.shared.web.LatchkeySettings;
import io.latchkey.shared.web.WebOrigin;
import io.latchkey.site.SiteId;
import io.latchkey.site.Sites;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Which pages may act for a site's readers: the site's own, and ours. */
@Component
public class OwnPages {

    private final Sites sites;
    private final WebOrigin own;

    OwnPages(Sites sites, LatchkeySettings settings) {
        this.sites = sites;
        this.own = settings.origin();
    }

    /**
     * Whether the request says that it comes from one of them; a request that does not say where it
     * comes from does not.
     */
    public Mono<Boolean> include(SiteId site, ServerHttpRequest request) {
        WebOrigin origin = WebOrigin.sent(request.getHeaders().getOrigin()).orElse(null);
        return origin == null
                ? Mono.just(false)
                : sites.get(site).map(found -> found.origins().contains(origin) || origin.equals(own));
    }
}
