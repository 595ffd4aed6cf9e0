package io.latchkey.account.home;

import io.latchkey.access.Library;
import io.latchkey.receipt.Receipts;
import io.latchkey.shared.web.Input;
import io.latchkey.shared.web.Page;
import io.latchkey.site.SiteId;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What a reader has a lot of: unlocked articles, and receipts. */
@RestController
class ListsController {

    private static final String SIZE = "20";
    private static final int LONGEST_SEARCH = 200;

    private final Visits visits;
    private final Library library;
    private final Receipts receipts;

    ListsController(Visits visits, Library library, Receipts receipts) {
        this.visits = visits;
        this.library = library;
        this.receipts = receipts;
    }

    @GetMapping(path = "/account/{site}/articles", produces = MediaType.TEXT_HTML_VALUE)
    Mono<ResponseEntity<String>> articles(
            @PathVariable SiteId site,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(required = false) @Nullable String cursor,
            ServerHttpRequest request) {
        String search = Objects.requireNonNullElse(Input.words(q, LONGEST_SEARCH), "");
        return visits.look(
                site,
                request,
                visit -> library.page(visit.reader(), search, Page.Request.of(cursor, SIZE))
                        .flatMap(page -> visits.page(
                                visit, "articles", Map.of("articles", page, "q", search, "further", cursor != null))));
    }

    @GetMapping(path = "/account/{site}/receipts", produces = MediaType.TEXT_HTML_VALUE)
    Mono<ResponseEntity<String>> receipts(
            @PathVariable SiteId site,
            @RequestParam(required = false) @Nullable String cursor,
            ServerHttpRequest request) {
        return visits.look(
                site,
                request,
                visit -> receipts.page(visit.reader(), Page.Request.of(cursor, SIZE))
                        .flatMap(page ->
                                visits.page(visit, "receipts", Map.of("receipts", page, "further", cursor != null))));
    }
}
