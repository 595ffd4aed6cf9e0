package io.latchkey.notice;

import io.latchkey.notice.mail.Letter;
import io.latchkey.notice.mail.LetterBox;
import io.latchkey.shared.database.Ids;
import io.latchkey.shared.web.LatchkeySettings;
import io.latchkey.site.Site;
import io.latchkey.words.Texts;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Letters with a link to sign in by: the only ones to addresses that nobody is known to have. */
@Component
public class SignInLetters {

    private final LetterBox box;
    private final Texts words;
    private final String host;

    SignInLetters(LetterBox box, Texts words, LatchkeySettings settings) {
        this.box = box;
        this.words = words;
        this.host = settings.origin().host().text();
    }

    /** Sends one; true when it need not be tried again. */
    public Mono<Boolean> post(Site site, String address, Locale language, URI link) {
        Object[] facts = {site.name(), link};
        Letter letter = new Letter(
                language,
                words.say("letter.sign-in.subject", language, facts),
                words.say("letter.sign-in.body", language, facts),
                List.of(link));
        return box.post(site.name(), address, null, "<" + Ids.next() + "@" + host + ">", letter)
                .map(sent -> switch (sent.outcome()) {
                    case ACCEPTED, REJECTED, BAD_ADDRESS -> true;
                    case WAITING, UNKNOWN, DEFERRED, UNREACHABLE, NO_ADDRESS, NO_MAIL_SERVER, TOO_LATE, ERASED -> false;
                });
    }
}
