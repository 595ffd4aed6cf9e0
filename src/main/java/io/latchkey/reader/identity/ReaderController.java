package io.latchkey.reader.identity;

import io.latchkey.shared.web.CreatedOrOk;
import io.latchkey.shared.web.Input;
import io.latchkey.shared.web.MailAddress;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** A site's servers say who their readers are. */
@RestController
class ReaderController {

    private final Readers readers;
    private final boolean smtpUtf8;

    ReaderController(Readers readers, @Value("${latchkey.mail.smtputf8:false}") boolean smtpUtf8) {
        this.readers = readers;
        this.smtpUtf8 = smtpUtf8;
    }

    @CreatedOrOk
    @PutMapping("/v1/readers/{ref}")
    Mono<ResponseEntity<ReaderAnswer>> put(NamedReader named, @RequestBody ReaderBody body) {
        Reader reader = body.reader(named, smtpUtf8);
        return readers.put(reader)
                .map(added -> added ? HttpStatus.CREATED : HttpStatus.OK)
                .map(status -> ResponseEntity.status(status).body(ReaderAnswer.of(reader)));
    }

    record ReaderBody(
            @Nullable String email,
            @Nullable String name,
            @Nullable String locale) {

        ReaderBody {
            email = email == null || email.isBlank() ? null : email.strip();
            if (email != null) {
                // Only that it could be one: whether it is, its site knows.
                email = MailAddress.of(Input.text("email", email, 320))
                        .map(MailAddress::text)
                        .orElseThrow(() -> Input.refused("email", "must be an e-mail address"));
            }
            name = Input.words(name, 200);
            if (locale != null) {
                Input.locale("locale", locale);
            }
        }

        /** Refuses an address that no letter would reach, unless the mail server says more. */
        Reader reader(NamedReader named, boolean smtpUtf8) {
            if (!smtpUtf8
                    && email != null
                    && MailAddress.of(email).orElseThrow().international()) {
                throw Input.refused(
                        "email",
                        "has letters beyond ASCII before the @, which the mail server of this"
                                + " service is not said to take (LATCHKEY_MAIL_SMTPUTF8)");
            }
            String tag = locale == null ? null : Locale.forLanguageTag(locale).toLanguageTag();
            return new Reader(named.key(), false, named.ref(), email, name, tag);
        }
    }

    record ReaderAnswer(
            UUID id,
            @Nullable Ref ref,
            @Nullable String email,
            @Nullable String name,
            @Nullable String locale) {
        static ReaderAnswer of(Reader reader) {
            return new ReaderAnswer(reader.key().id(), reader.ref(), reader.email(), reader.name(), reader.locale());
        }
    }
}
