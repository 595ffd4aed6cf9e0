package io.latchkey.metering;

import io.latchkey.reader.session.ReaderSession;
import io.latchkey.shared.web.Page;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** A reader sees what they opened for good. */
@RestController
class UnlockListController {

    private final Unlocks unlocks;

    UnlockListController(Unlocks unlocks) {
        this.unlocks = unlocks;
    }

    @GetMapping("/v1/me/unlocks")
    Mono<Page<Unlocks.Unlock>> list(
            ReaderSession session,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String limit) {
        return unlocks.page(session.reader(), Page.Request.of(cursor, limit));
    }
}
