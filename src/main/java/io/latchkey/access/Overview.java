package io.latchkey.access;

import io.latchkey.access.Me.WhoIAm;
import io.latchkey.reader.identity.Reader;
import io.latchkey.reader.identity.Readers;
import io.latchkey.reader.identity.Ref;
import io.latchkey.reader.session.ReaderSession;
import io.latchkey.site.SiteId;
import io.latchkey.subscription.transition.SubscriptionBody;
import io.latchkey.subscription.transition.Subscriptions;
import java.util.Optional;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What a reader has: unlocks, meter and subscription on one page. */
@Component
public class Overview {

    /** No article has the empty id, so the query answers for the reader alone. */
    private static final String NO_ARTICLE = "";

    private final Readers readers;
    private final Standings standings;
    private final Subscriptions subscriptions;

    Overview(Readers readers, Standings standings, Subscriptions subscriptions) {
        this.readers = readers;
        this.standings = standings;
        this.subscriptions = subscriptions;
    }

    /** For the reader. */
    public Mono<Me> of(ReaderSession session) {
        return readers.of(session.reader(), session.anonymous()).flatMap(this::of);
    }

    /** For the site's server; refuses with {@code unknown-reader}. */
    Mono<Me> of(SiteId site, Ref ref) {
        return readers.get(site, ref).flatMap(this::of);
    }

    private Mono<Me> of(Reader reader) {
        return standings
                .read(reader.key(), reader.anonymous(), NO_ARTICLE, null)
                .zipWhen(_ -> subscriptions
                        .latest(reader.key())
                        .map(SubscriptionBody::of)
                        .map(Optional::of)
                        .defaultIfEmpty(Optional.empty()))
                .map(both -> new Me(
                        WhoIAm.of(reader),
                        both.getT1().standing().unlockLeft(),
                        both.getT1().standing().meter(),
                        both.getT2().orElse(null)));
    }
}
