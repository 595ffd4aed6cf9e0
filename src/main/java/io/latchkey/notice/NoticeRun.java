package io.latchkey.notice;

import io.latchkey.notice.NoticeQueue.LeasedNotice;
import io.latchkey.notice.mail.Delivery;
import io.latchkey.notice.mail.Delivery.Outcome;
import io.latchkey.notice.mail.Letter;
import io.latchkey.notice.mail.LetterBox;
import io.latchkey.reader.identity.Reader;
import io.latchkey.reader.identity.Readers;
import io.latchkey.shared.time.BackOff;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.time.Round;
import io.latchkey.site.Site;
import io.latchkey.site.Sites;
import io.latchkey.words.Figures;
import io.latchkey.words.Languages;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Sends the notices that wait. Replicas share the work by taking notices for a while. One that dies
 * between the server's acceptance and our noting it leaves the notice to be sent once more, under
 * the same Message-ID, by which a mailbox can see that it has it already.
 */
@Component
public class NoticeRun {

    private static final Logger LOG = LoggerFactory.getLogger(NoticeRun.class);

    private static final int MOST_AT_ONCE = 4 * LetterBox.SIDE_BY_SIDE;

    /** Longer than a whole batch takes when each letter takes as long as it may. */
    private static final Duration LEASE = LetterBox.TIME_LIMIT
            .multipliedBy(MOST_AT_ONCE / LetterBox.SIDE_BY_SIDE)
            .plusMinutes(1);

    private static final BackOff BACK_OFF = new BackOff(Duration.ofMinutes(1), Duration.ofHours(6));
    private static final Duration GIVES_UP_AFTER = Duration.ofDays(3);
    private static final Duration LOOKS_FOR_SERVER = Duration.ofMinutes(10);

    private final NoticeQueue queue;
    private final LetterBox box;
    private final Readers readers;
    private final Sites sites;
    private final Signposts signposts;
    private final Clock clock;
    private final Letters letters;

    NoticeRun(
            NoticeQueue queue,
            LetterBox box,
            Readers readers,
            Sites sites,
            Signposts signposts,
            Clock clock,
            Letters letters) {
        this.queue = queue;
        this.box = box;
        this.readers = readers;
        this.sites = sites;
        this.signposts = signposts;
        this.clock = clock;
        this.letters = letters;
    }

    /**
     * Sends what is due, until nothing is; says how many the mail server accepted, and how many
     * others hold.
     */
    @Scheduled(fixedDelay = 5_000)
    public Mono<Round> run() {
        // Spring calls this once and subscribes each time: the time must be asked each time.
        return Mono.defer(() -> {
                    Instant begin = clock.tokenTime();
                    return sendDue().flatMap(sent -> queue.held(begin).map(held -> new Round(sent, held)));
                })
                .doOnNext(round -> round.tell(LOG));
    }

    private Mono<Long> sendDue() {
        return queue.expire()
                .then(Mono.defer(() -> box.isThere()
                        ? send()
                        : queue.hold(clock.tokenTime().plus(LOOKS_FOR_SERVER)).thenReturn(0L)));
    }

    private Mono<Long> send() {
        return queue.take(clock.tokenTime().plus(LEASE), MOST_AT_ONCE)
                .flatMap(this::deliver, LetterBox.SIDE_BY_SIDE)
                .collectList()
                .flatMap(accepted -> accepted.isEmpty()
                        ? Mono.just(0L)
                        : send().map(more ->
                                more + accepted.stream().filter(it -> it).count()));
    }

    /** Whether the mail server accepted it. One that we stumble over does not stop the others. */
    private Mono<Boolean> deliver(LeasedNotice taken) {
        return Mono.zip(
                        sites.get(taken.reader().site()),
                        readers.find(taken.reader()).singleOptional())
                .flatMap(found -> deliver(taken, found.getT1(), found.getT2()))
                .onErrorResume(error -> {
                    LOG.warn(
                            "notice {} not sent: {}",
                            taken.id(),
                            error.getClass().getName());
                    return Mono.just(false);
                });
    }

    private Mono<Boolean> deliver(LeasedNotice taken, Site site, Optional<Reader> found) {
        Addressee farewell = taken.farewell();
        if (farewell != null) {
            // No trace of where to: the reader has left.
            return post(taken, site, farewell).flatMap(delivery -> noted(taken, delivery, null));
        }
        Addressee to = found.flatMap(Addressee::of).orElse(null);
        return to == null
                ? queue.unaddressed(taken, Outcome.NO_ADDRESS).thenReturn(false)
                : Mono.zip(
                                post(taken, site, to),
                                sites.idSecret(site.id()).map(secret -> AddressHash.of(to.address(), secret)))
                        .flatMap(sent -> sent.getT1().outcome() == Outcome.BAD_ADDRESS
                                ? queue.unaddressed(taken, Outcome.BAD_ADDRESS).thenReturn(false)
                                : noted(taken, sent.getT1(), sent.getT2()));
    }

    private Mono<Delivery> post(LeasedNotice taken, Site site, Addressee to) {
        Letter letter = letters.write(
                taken.notice(),
                site.name(),
                to.name(),
                new Figures(Languages.spoken(site.locale(), to.locale()), site.timeZone()),
                signposts.of(taken, site));
        return box.post(site.name(), to.address(), to.name(), taken.messageId(), letter);
    }

    private Mono<Boolean> noted(LeasedNotice taken, Delivery delivery, byte @Nullable [] addressHash) {
        NoticeStatus status = after(taken, delivery);
        if (status != NoticeStatus.SENT) {
            LOG.info(
                    "notice {} of reader {} at {} is {}: {} {}",
                    taken.id(),
                    taken.reader().id(),
                    taken.reader().site(),
                    status.word(),
                    delivery.outcome().word(),
                    delivery.replyCode());
        }
        Instant again = status == NoticeStatus.PENDING ? clock.tokenTime().plus(BACK_OFF.after(taken.attempt())) : null;
        return queue.tried(taken, delivery, status, again, addressHash).thenReturn(status == NoticeStatus.SENT);
    }

    private NoticeStatus after(LeasedNotice taken, Delivery delivery) {
        return switch (delivery.outcome()) {
            case ACCEPTED -> NoticeStatus.SENT;
            case NO_ADDRESS, BAD_ADDRESS, ERASED -> NoticeStatus.UNDELIVERABLE;
            case REJECTED -> NoticeStatus.FAILED;
            case TOO_LATE -> NoticeStatus.EXPIRED;
            case WAITING, UNKNOWN, DEFERRED, UNREACHABLE, NO_MAIL_SERVER ->
                clock.tokenTime().isBefore(taken.triedSince().plus(GIVES_UP_AFTER))
                        ? NoticeStatus.PENDING
                        : NoticeStatus.FAILED;
        };
    }
}
