package io.latchkey.access;

import io.latchkey.article.ArticleId;
import io.latchkey.reader.identity.Readers;
import io.latchkey.reader.identity.Ref;
import io.latchkey.shared.web.Input;
import io.latchkey.site.SiteKey;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** A site's server asks about its readers; nothing is spent. */
@RestController
class SiteAccessController {

    private final Readers readers;
    private final Overview overview;
    private final Checking checking;

    SiteAccessController(Readers readers, Overview overview, Checking checking) {
        this.readers = readers;
        this.overview = overview;
        this.checking = checking;
    }

    @GetMapping("/v1/readers/{ref}")
    Mono<Me> reader(@AuthenticationPrincipal SiteKey key, @PathVariable String ref) {
        return overview.of(key.site(), Ref.inPath(ref));
    }

    @PostMapping("/v1/access/check")
    Mono<DecisionBody> check(@AuthenticationPrincipal SiteKey key, @RequestBody AccessQuestion question) {
        return readers.keyOf(key.site(), question.reader())
                .flatMap(reader -> checking.forSite(reader, question.article()));
    }

    record AccessQuestion(Ref reader, ArticleId article) {
        AccessQuestion {
            Input.present("reader", reader);
            Input.present("article", article);
        }
    }
}
