package io.latchkey.access;

import io.latchkey.article.AccessLevel;
import io.latchkey.article.ArticleId;
import io.latchkey.article.ArticleProblem;
import io.latchkey.metering.Draw;
import io.latchkey.metering.Draws;
import io.latchkey.metering.Meter;
import io.latchkey.reader.identity.ReaderProblem;
import io.latchkey.reader.session.ReaderSession;
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
        return question(session, id).flatMap(question -> {
            Reason reason = Decision.decide(question.standing());
            if (question.asked().access() != AccessLevel.METERED) {
                return Mono.error(AccessProblem.NOT_METERED.problem());
            }
            return switch (reason.verdict()) {
                case GRANTED -> openBefore(question, reason);
                case UNLOCKABLE, DENIED ->
                    reason == Reason.METER_AVAILABLE
                            ? drawRead(question, AccessProblem.METER_USED_UP)
                            : refuse(question, AccessProblem.METER_USED_UP);
            };
        });
    }

    /**
     * Opens an article for good with one unlock; on a metered one the meter pays while it lasts.
     */
    Mono<Opened> unlock(ReaderSession session, ArticleId id) {
        return question(session, id).flatMap(this::unlock);
    }

    private Mono<Opened> unlock(Question question) {
        Reason reason = Decision.decide(question.standing());
        return switch (reason) {
            case FREE -> Mono.error(AccessProblem.NOT_UNLOCKABLE.problem());
            case REGISTERED, PLAN, UNLOCKED, METERED -> openBefore(question, reason);
            case METER_AVAILABLE -> drawRead(question, null);
            case UNLOCK_AVAILABLE -> drawUnlock(question);
            case SIGN_IN_REQUIRED, SUBSCRIPTION_PAST_DUE, SUBSCRIPTION_REQUIRED, NO_UNLOCK_LEFT ->
                question.asked().access().takesUnlocks()
                        ? refuse(question, AccessProblem.NO_UNLOCK_LEFT)
                        : Mono.error(AccessProblem.NOT_UNLOCKABLE.problem());
            case UNKNOWN_ARTICLE -> Mono.error(ArticleProblem.UNKNOWN_ARTICLE.problem());
        };
    }

    private Mono<Question> question(ReaderSession session, ArticleId id) {
        return standings
                .read(session.reader(), session.anonymous(), id.value(), session.id())
                .doOnNext(read -> read.session().admit(session))
                .map(read -> Question.at(session, id, read));
    }

    private Mono<Opened> openBefore(Question question, Reason reason) {
        Standing standing = question.standing();
        return checking.token(question.session().reader(), question.article(), question.read(), reason)
                .map(token -> Opened.of(false, question.article(), standing.unlockLeft(), standing.meter(), token));
    }

    /**
     * The meter may be used up since the decision: then an unlock pays.
     *
     * @param whenUsedUp the refusal in place of that, for callers who spend the meter only
     */
    private Mono<Opened> drawRead(Question question, @Nullable AccessProblem whenUsedUp) {
        ReaderSession session = question.session();
        return draws.read(
                        session.reader(),
                        session.anonymous(),
                        question.article(),
                        question.standing().now(),
                        question.read().nextPeriod(),
                        question.read().nextLimit())
                .flatMap(draw -> switch (draw.outcome()) {
                    case SPENT, OPEN -> drawn(question, draw);
                    case MERGED -> Mono.error(ReaderProblem.SESSION_MERGED.problem());
                    case NONE -> whenUsedUp == null ? drawUnlock(question) : refuse(question, whenUsedUp);
                });
    }

    private Mono<Opened> drawn(Question question, Draw draw) {
        Meter before = question.standing().meter();
        Instant end = before.resetsAt() == null ? question.read().nextPeriod().end() : before.resetsAt();
        Meter meter = new Meter(before.limit(), before.limit() - (int) draw.left(), end);
        return checking.tokenUntil(question.session().reader(), question.article(), question.read(), end)
                .map(token -> Opened.of(
                        draw.outcome() == Draw.Outcome.SPENT,
                        question.article(),
                        question.standing().unlockLeft(),
                        meter,
                        token));
    }

    private Mono<Opened> drawUnlock(Question question) {
        return draws.unlock(
                        question.session().reader(),
                        question.article(),
                        question.standing().now())
                .flatMap(draw -> switch (draw.outcome()) {
                    case SPENT, OPEN -> unlocked(question, draw);
                    case NONE, MERGED -> refuse(question, AccessProblem.NO_UNLOCK_LEFT);
                });
    }

    private Mono<Opened> unlocked(Question question, Draw draw) {
        return checking.tokenUntil(question.session().reader(), question.article(), question.read(), null)
                .map(token -> Opened.of(
                        draw.outcome() == Draw.Outcome.SPENT,
                        question.article(),
                        draw.left(),
                        question.standing().meter(),
                        token));
    }

    private Mono<Opened> refuse(Question question, AccessProblem problem) {
        return checking.ways(question.session().site(), question.standing())
                .flatMap(ways -> Mono.error(problem.problem().with("ways", ways)));
    }

    /** A request for one article, with what was read for it. */
    private record Question(ReaderSession session, String article, Standing.Asked asked, Standings.Read read) {

        static Question at(ReaderSession session, ArticleId id, Standings.Read read) {
            Standing.Asked asked = read.standing().article();
            if (asked == null) {
                throw ArticleProblem.UNKNOWN_ARTICLE.problem();
            }
            return new Question(session, id.value(), asked, read);
        }

        Standing standing() {
            return read.standing();
        }
    }
}
