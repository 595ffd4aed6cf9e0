package io.latchkey.access;

import io.latchkey.article.ArticleId;
import io.latchkey.reader.session.ReaderSession;
import io.latchkey.reader.session.UnadmittedSession;
import io.latchkey.shared.web.CreatedOrOk;
import io.latchkey.shared.web.Input;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * A reader's browser asks, reads and unlocks. The sessions are admitted by the decision's own
 * query, which saves a round trip on the busiest calls.
 */
@RestController
class ReaderAccessController {

    private final Overview overview;
    private final Checking checking;
    private final Opening opening;

    ReaderAccessController(Overview overview, Checking checking, Opening opening) {
        this.overview = overview;
        this.checking = checking;
        this.opening = opening;
    }

    @GetMapping("/v1/me")
    Mono<Me> me(ReaderSession session) {
        return overview.of(session);
    }

    @GetMapping("/v1/me/access/{article}")
    Mono<DecisionBody> check(UnadmittedSession caller, @PathVariable String article) {
        return checking.forReader(caller.session(), ArticleId.inPath(article));
    }

    @CreatedOrOk
    @PostMapping("/v1/me/reads")
    Mono<ResponseEntity<Opened>> read(UnadmittedSession caller, @RequestBody ArticleChoice choice) {
        return opening.read(caller.session(), choice.article()).map(ReaderAccessController::answer);
    }

    @CreatedOrOk
    @PostMapping("/v1/me/unlocks")
    Mono<ResponseEntity<Opened>> unlock(UnadmittedSession caller, @RequestBody ArticleChoice choice) {
        return opening.unlock(caller.session(), choice.article()).map(ReaderAccessController::answer);
    }

    private static ResponseEntity<Opened> answer(Opened opened) {
        return ResponseEntity.status(opened.spent() ? HttpStatus.CREATED : HttpStatus.OK)
                .body(opened);
    }

    record ArticleChoice(ArticleId article) {
        ArticleChoice {
            Input.present("article", article);
        }
    }
}
