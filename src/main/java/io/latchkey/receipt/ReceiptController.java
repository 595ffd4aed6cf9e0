package io.latchkey.receipt;

import io.latchkey.reader.session.ReaderSession;
import io.latchkey.shared.web.Page;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** A reader looks up what they hold receipts of. */
@RestController
class ReceiptController {

    private final Receipts receipts;

    ReceiptController(Receipts receipts) {
        this.receipts = receipts;
    }

    @GetMapping("/v1/me/receipts")
    Mono<Page<ReceiptBody>> list(
            ReaderSession session,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String limit) {
        return receipts.page(session.reader(), Page.Request.of(cursor, limit)).map(page -> page.map(ReceiptBody::of));
    }
}
