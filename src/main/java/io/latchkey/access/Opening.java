package io.latchkey.access;

import io.latchkey.article.AccessLevel;
import io.latchkey.article.ArticleId;
import io.latchkey.article.ArticleProblem;
import io.latchkey.metering.Draw;
import io.latchkey.metering.Draws;
import io.latchkey.metering.Meter;
import io.latchkey.reader.ReaderProblem;
import io.latchkey.reader.ReaderSession;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Opens articles: decides over what one query read, then draws in one call. Only these two methods
 * spend anything.
 */
@Component
class Opening {

    private final Standings standings;
    private final Draws draws;
    private final Checking checking;

    Opening(Standings standings, Draws draws, Checking checking) {
        this.standings = standings;
        this.draws = draws;
        this.checking = checking;
    }

    /** Opens a metered article on the meter. */
    Mono<Opened> read(ReaderSession session, ArticleId id) {
        return look(session, id).flatMap(look -> {
            Reason reason = Decision.decide(look.standing());
            if (look.asked().access() != AccessLevel.METERED) {
                return Mono.error(AccessProblem.NOT_METERED.problem());
            }
            return switch (reason.verdict()) {
                case GRANTED -> openBefore(look, reason);
                case UNLOCKABLE, DENIED ->
                    reason == Reason.METER_AVAILABLE
                            ? drawRead(look, AccessProblem.METER_USED_UP)
                            : refuse(look, AccessProblem.METER_USED_UP);
            };
        });
    }

    /**
     * Opens an article for good with one unlock; on a metered one the meter pays while it lasts.
     */
    Mono<Opened> unlock(ReaderSession session, ArticleId id) {
        return look(session, id).flatMap(this::unlock);
    }

    private Mono<Opened> unlock(Look look) {
        Reason reason = Decision.decide(look.standing());
        return switch (reason) {
            case FREE -> Mono.error(AccessProblem.NOT_UNLOCKABLE.problem());
            case REGISTERED, PLAN, UNLOCKED, METERED -> openBefore(look, reason);
            case METER_AVAILABLE -> drawRead(look, null);
            case UNLOCK_AVAILABLE -> drawUnlock(look);
            case SIGN_IN_REQUIRED, SUBSCRIPTION_PAST_DUE, SUBSCRIPTION_REQUIRED, NO_UNLOCK_LEFT ->
                look.asked().access().takesUnlocks()
                        ? refuse(look, AccessProblem.NO_UNLOCK_LEFT)
                        : Mono.error(AccessProblem.NOT_UNLOCKABLE.problem());
            case UNKNOWN_ARTICLE -> Mono.error(ArticleProblem.UNKNOWN_ARTICLE.problem());
        };
    }

    private Mono<Look> look(ReaderSession session, ArticleId id) {
        return standings
                .read(session.reader(), session.anonymous(), id.value(), session.id())
                .doOnNext(read -> read.session().admit(session))
                .map(read -> Look.at(session, id, read));
    }

    private Mono<Opened> openBefore(Look look, Reason reason) {
        Standing standing = look.standing();
        return checking.token(look.session().reader(), look.article(), look.read(), reason)
                .map(token -> Opened.of(false, look.article(), standing.unlockLeft(), standing.meter(), token));
    }

    /**
     * The meter may be used up since the decision: then an unlock pays.
     *
     * @param whenUsedUp the refusal in place of that, for callers who spend the meter only
     */
    private Mono<Opened> drawRead(Look look, @Nullable AccessProblem whenUsedUp) {
        ReaderSession session = look.session();
        return draws.read(
                        session.reader(),
                        session.anonymous(),
                        look.article(),
                        look.standing().now(),
                        look.read().nextPeriod(),
                        look.read().nextLimit())
                .flatMap(draw -> switch (draw.outcome()) {
                    case SPENT, OPEN -> drawn(look, draw);
                    case MERGED -> Mono.error(ReaderProblem.SESSION_MERGED.problem());
                    case NONE -> whenUsedUp == null ? drawUnlock(look) : refuse(look, whenUsedUp);
                });
    }

    private Mono<Opened> drawn(Look look, Draw draw) {
        Meter before = look.standing().meter();
        Instant end = before.resetsAt() == null ? look.read().nextPeriod().end() : before.resetsAt();
        Meter meter = new Meter(before.limit(), before.limit() - (int) draw.left(), end);
        return checking.tokenUntil(look.session().reader(), look.article(), look.read(), end)
                .map(token -> Opened.of(
                        draw.outcome() == Draw.Outcome.SPENT,
                        look.article(),
                        look.standing().unlockLeft(),
                        meter,
                        token));
    }

    private Mono<Opened> drawUnlock(Look look) {
        return draws.unlock(
                        look.session().reader(), look.article(), look.standing().now())
                .flatMap(draw -> switch (draw.outcome()) {
                    case SPENT, OPEN -> unlocked(look, draw);
                    case NONE, MERGED -> refuse(look, AccessProblem.NO_UNLOCK_LEFT);
                });
    }

    private Mono<Opened> unlocked(Look look, Draw draw) {
        return checking.tokenUntil(look.session().reader(), look.article(), look.read(), null)
                .map(token -> Opened.of(
                        draw.outcome() == Draw.Outcome.SPENT,
                        look.article(),
                        draw.left(),
                        look.standing().meter(),
                        token));
    }

    private Mono<Opened> refuse(Look look, AccessProblem problem) {
        return checking.ways(look.session().site(), look.standing())
                .flatMap(ways -> Mono.error(problem.problem().with("ways", ways)));
    }

    /** A request for one article, with what was read for it. */
    private record Look(ReaderSession session, String article, Standing.Asked asked, Standings.Read read) {

        static Look at(ReaderSession session, ArticleId id, Standings.Read read) {
            Standing.Asked asked = read.standing().article();
            if (asked == null) {
                throw ArticleProblem.UNKNOWN_ARTICLE.problem();
            }
            return new Look(session, id.value(), asked, read);
        }

        Standing standing() {
            return read.standing();
        }
    }
}
