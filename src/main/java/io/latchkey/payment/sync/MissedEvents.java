package io.latchkey.payment.sync;

import io.latchkey.payment.provider.IncomingEvent.NotOurs;
import io.latchkey.payment.provider.PaymentProvider;
import io.latchkey.shared.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Asks the provider what it told while nobody listened: its calls went elsewhere, or were signed
 * with a secret that we do not know, for longer than it repeats itself. Nobody else would notice a
 * pack that was paid, or money that went back. Replicas at it together do no harm: each event is
 * kept once.
 */
@Component
class MissedEvents {

    private static final Logger LOG = LoggerFactory.getLogger(MissedEvents.class);

    /** What may still be on its way is no loss. */
    private static final Duration ON_ITS_WAY = Duration.ofHours(1);

    /** Asked for the first time: no provider remembers more, and readers wait for it. */
    private static final Duration AT_FIRST = Duration.ofDays(30);

    private final PaymentProvider provider;
    private final Inbox inbox;
    private final DatabaseClient database;
    private final Clock clock;

    MissedEvents(PaymentProvider provider, Inbox inbox, DatabaseClient database, Clock clock) {
        this.provider = provider;
        this.inbox = inbox;
        this.database = database;
        this.clock = clock;
    }

    /** Keeps them for the inbox's next run; says how many there were. */
    @Scheduled(initialDelayString = "PT5M", fixedDelayString = "PT1H")
    Mono<Long> run() {
        return Mono.just(provider)
                .filter(PaymentProvider::sells)
                .map(_ -> clock.tokenTime().minus(ON_ITS_WAY))
                .flatMap(until -> heard().defaultIfEmpty(until.minus(AT_FIRST))
                        .filter(after -> after.isBefore(until))
                        .flatMap(after -> hear(after, until)));
    }

    private Mono<Long> hear(Instant after, Instant until) {
        return provider.told(after, until)
                .filter(event -> !(event instanceof NotOurs))
                .concatMap(event -> inbox.keep(provider.name(), event))
                .filter(missed -> missed)
                .count()
                .doOnNext(this::complain)
                .flatMap(missed -> heard(until).thenReturn(missed));
    }

    private void complain(long missed) {
        if (missed > 0) {
            LOG.warn(
                    "{} events of {} did not come, and are looked into now: are its calls sent to"
                            + " /v1/payments/{}/events, signed with the secret that is set here?",
                    missed,
                    provider.name(),
                    provider.name());
        }
    }

    private Mono<Instant> heard() {
        return database.sql("SELECT heard_until FROM provider_heard WHERE provider = :provider")
                .bind("provider", provider.name())
                .mapValue(Instant.class)
                .one();
    }

    private Mono<Void> heard(Instant until) {
        return database.sql("""
            INSERT INTO provider_heard (provider, heard_until) VALUES (:provider, :until)
            ON CONFLICT (provider) DO UPDATE SET
                heard_until = greatest(provider_heard.heard_until, excluded.heard_until)
            """)
                .bind("provider", provider.name())
                .bind("until", until)
                .then();
    }
}
