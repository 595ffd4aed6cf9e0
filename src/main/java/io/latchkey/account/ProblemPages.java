package io.latchkey.account;

import io.latchkey.shared.problem.Problem;
import io.latchkey.shared.problem.ProblemPage;
import io.latchkey.site.SiteId;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Refusals under {@code /account}, for browsers: they say that they take HTML, programs do not. */
@Component
class ProblemPages implements ProblemPage {

    private static final String PAGES = "/account";
    private static final int SITE = 2;

    private final Pages pages;
    private final ProblemWords words;

    ProblemPages(Pages pages, ProblemWords words) {
        this.pages = pages;
        this.words = words;
    }

    @Override
    public Mono<ResponseEntity<String>> of(ServerHttpRequest request, Problem problem) {
        String path = request.getPath().pathWithinApplication().value();
        if (!(path + "/").startsWith(PAGES + "/") || !takesHtml(request)) {
            return Mono.empty();
        }
        HttpStatus status = problem.kind().status();
        Map<String, String> model = Map.of("problem", words.key(problem.kind().code(), status));
        SiteId site = status.is5xxServerError() ? null : site(path);
        Mono<ResponseEntity<String>> bare = pages.bare(status, "problem", request, model);
        // Whose site it is may be what is wrong.
        return site == null
                ? bare
                : pages.page(status, "problem", site, request, model).onErrorResume(_ -> bare);
    }

    private static boolean takesHtml(ServerHttpRequest request) {
        try {
            return request.getHeaders().getAccept().stream().anyMatch(MediaType.TEXT_HTML::equalsTypeAndSubtype);
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }

    private static @Nullable SiteId site(String path) {
        String[] parts = path.split("/", -1);
        try {
            return parts.length > SITE ? new SiteId(parts[SITE]) : null;
        } catch (Problem noSite) {
            return null;
        }
    }
}
