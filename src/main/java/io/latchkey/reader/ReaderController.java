package io.latchkey.reader;

import io.latchkey.shared.CreatedOrOk;
import io.latchkey.shared.Input;
import io.latchkey.site.SiteKey;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import reactor.core.publisher.Mono;

import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/** A site's servers say who their readers are. */
@RestController
class ReaderController {

    private final Readers readers;

    ReaderController(Readers readers) {
        this.readers = readers;
    }

    @CreatedOrOk
    @PutMapping("/v1/readers/{ref}")
    Mono<ResponseEntity<ReaderAnswer>> put(
            @AuthenticationPrincipal SiteKey key,
            @PathVariable String ref,
            @RequestBody ReaderBody body) {
        Ref named = Ref.inPath(ref);
        return readers.keyOf(key.site(), named)
                .map(reader -> body.named(reader, named))
                .flatMap(reader ->
                        readers.put(reader)
                                .map(added -> added ? HttpStatus.CREATED : HttpStatus.OK)
                                .map(status ->
                                        ResponseEntity.status(status)
                                                .body(ReaderAnswer.of(reader))));
    }

    record ReaderBody(@Nullable String email, @Nullable String name, @Nullable String locale) {

        /** Only that it could be one: whether it is, its site knows. */
        private static final Pattern EMAIL = Pattern.compile("[^@\\s]{1,64}@[^@\\s]{1,254}");

        ReaderBody {
            email = email == null || email.isBlank() ? null : email.strip();
            if (email != null) {
                Input.matching("email", Input.text("email", email, 320), EMAIL);
            }
            name = Input.words(name, 200);
            if (locale != null) {
                Input.locale("locale", locale);
            }
        }

        Reader named(ReaderKey key, Ref ref) {
            String tag = locale == null ? null : Locale.forLanguageTag(locale).toLanguageTag();
            return new Reader(key, false, ref, email, name, tag);
        }
    }

    record ReaderAnswer(
            UUID id,
            @Nullable Ref ref,
            @Nullable String email,
            @Nullable String name,
            @Nullable String locale) {
        static ReaderAnswer of(Reader reader) {
            return new ReaderAnswer(
                    reader.key().id(),
                    reader.ref(),
                    reader.email(),
                    reader.name(),
                    reader.locale());
        }
    }
}
