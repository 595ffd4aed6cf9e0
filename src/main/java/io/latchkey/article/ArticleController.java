package io.latchkey.article;

import io.latchkey.shared.web.CreatedOrOk;
import io.latchkey.site.SiteKey;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import java.nio.ByteBuffer;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A site's servers register what they publish. */
@RestController
class ArticleController {

    private final Articles articles;
    private final ArticleImport articleImport;

    ArticleController(Articles articles, ArticleImport articleImport) {
        this.articles = articles;
        this.articleImport = articleImport;
    }

    @GetMapping("/v1/articles/{id}")
    Mono<Article> read(@AuthenticationPrincipal SiteKey key, @PathVariable String id) {
        return articles.get(key.site(), ArticleId.inPath(id));
    }

    @CreatedOrOk
    @PutMapping("/v1/articles/{id}")
    Mono<ResponseEntity<Article>> put(
            @AuthenticationPrincipal SiteKey key, @PathVariable String id, @RequestBody ArticleBody body) {
        Article article = body.named(ArticleId.inPath(id));
        return articles.put(key.site(), article)
                .map(added -> added ? HttpStatus.CREATED : HttpStatus.OK)
                .map(status -> ResponseEntity.status(status).body(article));
    }

    @DeleteMapping("/v1/articles/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> remove(@AuthenticationPrincipal SiteKey key, @PathVariable String id) {
        return articles.remove(key.site(), ArticleId.inPath(id));
    }

    /** The body comes piece by piece, so that the whole never has to fit a buffer. */
    @PostMapping(path = "/v1/articles/import", consumes = MediaType.APPLICATION_NDJSON_VALUE)
    @Operation(
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            description = "One article a line.",
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_NDJSON_VALUE,
                                            schema = @Schema(implementation = ArticleBatch.ArticleLine.class))))
    Mono<ArticleImport.Imported> importAll(
            @AuthenticationPrincipal SiteKey key, @RequestBody(required = false) Flux<ByteBuffer> body) {
        return articleImport.run(key.site(), body);
    }
}
