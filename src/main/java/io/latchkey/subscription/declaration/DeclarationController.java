package io.latchkey.subscription.declaration;

import io.latchkey.shared.problem.RequestProblem;
import io.latchkey.shared.web.Input;
import io.latchkey.shared.web.Page;
import io.latchkey.site.SiteKey;
import io.latchkey.subscription.declaration.Declaration.Status;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** A publisher sees the declarations that nobody could carry out by itself, and settles them. */
@RestController
class DeclarationController {

    private static final Set<String> LISTED = new LinkedHashSet<>(List.of("queued", "done", "rejected"));

    private final Declarations declarations;

    DeclarationController(Declarations declarations) {
        this.declarations = declarations;
    }

    @GetMapping("/v1/site/declarations")
    Mono<Page<Declaration>> list(
            @AuthenticationPrincipal SiteKey key,
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String limit) {
        return declarations.page(key.site(), listed(status), Page.Request.of(cursor, limit));
    }

    private static Status listed(@Nullable String status) {
        if (status == null) {
            return Status.QUEUED;
        }
        if (!LISTED.contains(status)) {
            throw RequestProblem.INVALID_QUERY.because("\"status\" must be one of " + String.join(", ", LISTED) + ".");
        }
        return Status.parse(status);
    }

    @PostMapping("/v1/site/declarations/{id}")
    Mono<Declaration> settle(
            @AuthenticationPrincipal SiteKey key, @PathVariable UUID id, @RequestBody SettlementBody body) {
        return declarations.settle(key.site(), id, body.outcomeValue(), body.note());
    }

    /**
     * What the publisher made of it.
     *
     * @param outcome {@code done} or {@code rejected}
     * @param note for the publisher's own file
     */
    record SettlementBody(String outcome, @Nullable String note) {

        private static final Set<String> WORDS = new LinkedHashSet<>(List.of("done", "rejected"));

        SettlementBody {
            Input.word("outcome", outcome, WORDS);
            note = Input.words(note, Input.LONGEST_TEXT);
        }

        Status outcomeValue() {
            return Status.parse(outcome);
        }
    }
}
