package io.latchkey.account.leaving;

import io.latchkey.account.Forms;
import io.latchkey.account.Pages;
import io.latchkey.notice.UndoLinks;
import io.latchkey.shared.problem.Problem;
import io.latchkey.site.SiteId;
import io.latchkey.subscription.leaving.Cancellation;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Where the link in a letter leads by which a reader undoes a cancellation that was declared
 * without signing in. Whoever has the letter has the address on file.
 */
@RestController
class UndoController {

    private static final String PATH = "/account/{site}/cancel-contract/undo";

    private final Pages pages;
    private final UndoLinks links;
    private final Cancellation cancellation;

    UndoController(Pages pages, UndoLinks links, Cancellation cancellation) {
        this.pages = pages;
        this.links = links;
        this.cancellation = cancellation;
    }

    /** Undoes nothing, whoever looks: mail servers open links to see what is behind them. */
    @GetMapping(path = PATH, produces = MediaType.TEXT_HTML_VALUE)
    Mono<ResponseEntity<String>> ask(
            @PathVariable SiteId site, @RequestParam(defaultValue = "") String token, ServerHttpRequest request) {
        return pages.page(HttpStatus.OK, "undo", site, request, Map.of("state", "ask", "token", token));
    }

    @PostMapping(
            path = PATH,
            consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE,
            produces = MediaType.TEXT_HTML_VALUE)
    Mono<ResponseEntity<String>> undo(@PathVariable SiteId site, ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        return Forms.field(exchange, "token")
                .flatMap(token -> Mono.justOrEmpty(links.read(site, token)))
                .flatMap(undo -> cancellation.undo(undo.reader(), undo.receipt()))
                .map(_ -> HttpStatus.OK)
                .onErrorComplete(Problem.class)
                .defaultIfEmpty(HttpStatus.GONE)
                .flatMap(status -> pages.page(
                        status,
                        "undo",
                        site,
                        request,
                        Map.of("state", status == HttpStatus.OK ? "done" : "over", "token", "")));
    }
}
