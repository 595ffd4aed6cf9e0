package io.latchkey.notice;

import io.latchkey.notice.NoticeRecords.NoticeBody;
import io.latchkey.reader.Readers;
import io.latchkey.reader.Ref;
import io.latchkey.shared.web.Page;
import io.latchkey.site.SiteKey;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** A site proves what a reader was told, and when. */
@RestController
class NoticeController {

    private final NoticeRecords records;
    private final Readers readers;

    NoticeController(NoticeRecords records, Readers readers) {
        this.records = records;
        this.readers = readers;
    }

    @GetMapping("/v1/readers/{ref}/notices")
    Mono<Page<NoticeBody>> list(
            @AuthenticationPrincipal SiteKey caller,
            @PathVariable String ref,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String limit) {
        Page.Request page = Page.Request.of(cursor, limit);
        return readers.keyOf(caller.site(), Ref.inPath(ref)).flatMap(reader -> records.page(reader, page));
    }
}
