package io.latchkey.notice;

import io.latchkey.notice.NoticeRecords.NoticeBody;
import io.latchkey.reader.identity.NamedReader;
import io.latchkey.shared.web.Page;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** A site proves what a reader was told, and when. */
@RestController
class NoticeController {

    private final NoticeRecords records;

    NoticeController(NoticeRecords records) {
        this.records = records;
    }

    @GetMapping("/v1/readers/{ref}/notices")
    Mono<Page<NoticeBody>> list(
            NamedReader reader,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String limit) {
        return records.page(reader.key(), Page.Request.of(cursor, limit));
    }
}
