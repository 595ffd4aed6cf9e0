package io.latchkey.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the reader was promised, and what came of it. */
final class ModelContract {

    /** How long a provider may say nothing. */
    private static final Duration SILENCE = Duration.ofDays(14);

    final boolean bought;

    /** Until when the unlocks of a gift's month go; null in what is no gift. */
    private @Nullable Instant share;

    Tariff tariff;

    @Nullable
    Tariff next;

    Instant start;
    Instant end;
    boolean trial;
    boolean owing;
    boolean over;

    @Nullable
    Instant canceledAt;

    @Nullable
    Instant pausedAt;

    @Nullable
    Instant wakesAt;

    private boolean canceledInPause;
    private @Nullable Instant madeWayAt;

    /** When it began, or began again after it had made way. */
    Instant begunAt;

    /** Since when the provider says that it is not paid. */
    @Nullable
    Instant owingSince;

    /** Whether a month may have been billed before it was canceled. */
    private boolean waits;

    /** Until when the provider has billed. */
    private Instant billed;

    boolean endedThere;
    private boolean askedInGraceOver;
    private Instant anchor;
    private int count;

    /** By the start of its period: how many unlocks, and until when. */
    final Map<Instant, GrantBook.Grant> grants = new LinkedHashMap<>();

    private ModelContract(boolean bought, @Nullable Instant share, Tariff tariff, Instant start, Instant end) {
        this.bought = bought;
        this.share = share;
        this.tariff = tariff;
        this.start = start;
        this.end = end;
        this.billed = end;
        this.begunAt = start;
        this.anchor = start;
        this.count = 1;
        grant(start);
    }

    static ModelContract bought(ModelAccount.Seen seen, boolean withTrial) {
        ModelContract begun = new ModelContract(true, null, seen.tariff(), seen.start(), seen.end());
        begun.trial = withTrial && !seen.everPaid();
        return begun;
    }

    static ModelContract given(Tariff tariff, @Nullable Integer periods, Instant now, ZoneId zone) {
        Instant first = tariff.end(now, 1, zone);
        return periods == null
                ? new ModelContract(false, null, tariff, now, first)
                : new ModelContract(false, first, tariff, now, tariff.end(now, periods, zone));
    }

    /** Something that is bought takes its place. */
    void makesWay(Instant now) {
        if (pausedAt != null) {
            moves(Duration.between(pausedAt, now));
            pausedAt = null;
        }
        madeWayAt = now;
        end(now);
    }

    boolean isGift() {
        return share != null;
    }

    /** Whether something of a gift is left. */
    boolean leaves() {
        return share != null && end.isAfter(Objects.requireNonNull(madeWayAt));
    }

    /** What is left of it, with the unlocks of the month in which it made way. */
    ModelContract goingOn(Instant now) {
        ModelContract again = new ModelContract(false, share, tariff, start, end);
        again.begunAt = now;
        again.anchor = anchor;
        again.count = count;
        Duration later = Duration.between(Objects.requireNonNull(madeWayAt), now);
        again.moves(later);
        again.start = start.plus(later);
        again.grants.clear();
        GrantBook.Grant month = grants.remove(start);
        if (month != null) {
            again.grants.put(again.start, new GrantBook.Grant(month.amount(), Objects.requireNonNull(again.share)));
        }
        return again;
    }

    private void moves(Duration later) {
        end = end.plus(later);
        anchor = anchor.plus(later);
        share = share == null ? null : share.plus(later);
    }

    Tariff renewal() {
        return next == null ? tariff : next;
    }

    boolean timeWaits() {
        return pausedAt != null || (canceledAt != null && canceledInPause);
    }

    boolean running() {
        return !over && canceledAt == null && pausedAt == null;
    }

    String status() {
        return over
                ? "expired"
                : canceledAt != null
                        ? "canceled"
                        : pausedAt != null ? "paused" : owing ? "past_due" : trial ? "trialing" : "active";
    }

    /** Until when it may be read; null when it may not. */
    @Nullable
    Instant openUntil(int graceDays) {
        if (over || pausedAt != null) {
            return null;
        }
        if (canceledAt != null) {
            return waits ? end.plus(SILENCE) : end;
        }
        return owing ? graceEnd(graceDays) : end.plus(bought ? SILENCE : Duration.ofHours(2));
    }

    private Instant graceEnd(int graceDays) {
        return (owingSince == null ? end : owingSince).plus(Duration.ofDays(graceDays));
    }

    /** Whether it is due, and the provider has not said yes or no. */
    boolean unheard(Instant now) {
        return bought && running() && !endedThere && !end.isAfter(now) && (!owing || owingSince == null);
    }

    /** Owed, and nobody will ask the reader for it any more. */
    boolean givenUp() {
        return running() && owing && endedThere;
    }

    /** Learns how the provider stands. */
    void hears(ModelAccount.Seen seen, boolean wishesWait, Instant now) {
        if (over) {
            return;
        }
        Tariff before = tariff;
        boolean otherPlan = seen.tariff() != tariff;
        if (otherPlan) {
            tariff = seen.tariff();
            next = null;
        }
        boolean wanted = canceledAt == null || seen.start().isBefore(canceledAt);
        boolean renewed = seen.end().isAfter(billed) && wanted && hearsOfMoney(seen);
        if (otherPlan && !renewed) {
            raise(tariff.unlocks - before.unlocks, now);
        }
        endedThere |= seen.over();
        if (running()) {
            if (seen.owing() || (seen.over() && !seen.lastPeriod() && !end.isAfter(now))) {
                owe(now);
            } else if (seen.running() && end.isAfter(now) && seen.end().equals(billed)) {
                owing = false;
                owingSince = null;
            }
        } else if (canceledAt != null && (seen.owing() || seen.over())) {
            waits = false;
        }
        boolean endsThere = seen.over() || (seen.lastPeriod() && !wishesWait);
        if (endsThere && (!owing || owingSince == null) && canceledAt == null) {
            cancel(now);
        }
    }

    /** As many more unlocks as the period still lasts, of those that a whole one brings. */
    private void raise(int difference, Instant now) {
        double left = Duration.between(now, end).toMillis();
        double whole = Duration.between(start, end).toMillis();
        int more = (int) Math.floor(difference * Math.clamp(left / whole, 0, 1) + 0.5);
        if (more > 0) {
            grants.merge(
                    start,
                    new GrantBook.Grant(more, end),
                    (old, added) -> new GrantBook.Grant(old.amount() + added.amount(), old.until()));
        }
    }

    /** Whether it brought another period. */
    private boolean hearsOfMoney(ModelAccount.Seen seen) {
        Duration more = Duration.between(billed, seen.end());
        boolean another = !seen.start().isBefore(billed);
        billed = seen.end();
        if (another && timeWaits()) {
            Instant from = end;
            end = end.plus(more);
            grant(from);
            return true;
        }
        if (another || (seen.end().isAfter(end) && !timeWaits())) {
            start = seen.start();
            end = another ? end.plus(more) : seen.end();
            trial = false;
            owing = false;
            owingSince = null;
            waits = false;
            grant(start);
            return true;
        }
        return false;
    }

    /** The days of grace begin when the reader can know. */
    private void owe(Instant now) {
        if (!owing || owingSince == null) {
            owingSince = now.isAfter(end.plus(Duration.ofHours(2))) ? now : end;
        }
        owing = true;
    }

    /** The provider was asked because something is due. */
    void asked(int graceDays, Instant now) {
        askedInGraceOver = owing && !graceEnd(graceDays).isAfter(now);
    }

    private void grant(Instant from) {
        grants.merge(
                from,
                new GrantBook.Grant(tariff.unlocks, share == null ? end : share),
                (old, more) -> new GrantBook.Grant(Math.max(old.amount(), more.amount()), old.until()));
    }

    /** The time of the pause comes back, to the unlocks as well. */
    private void wake(Instant now) {
        Instant from = Objects.requireNonNull(pausedAt);
        Duration slept = Duration.between(from, now);
        moves(slept);
        grants.replaceAll((_, old) -> old.until().isAfter(from)
                ? new GrantBook.Grant(old.amount(), old.until().plus(slept))
                : old);
        pausedAt = null;
    }

    /** No renewal; what a pause held back is open from now on. */
    void cancel(Instant now) {
        waits = unheard(now);
        canceledInPause = pausedAt != null;
        if (pausedAt != null) {
            wake(now);
        }
        canceledAt = now;
        if (!waits && !end.isAfter(now)) {
            end(now);
        }
    }

    boolean undo(Instant now) {
        if (over || canceledAt == null || endedThere || !(waits || end.isAfter(now))) {
            return false;
        }
        waits = false;
        canceledAt = null;
        pausedAt = canceledInPause ? now : null;
        return true;
    }

    boolean pause(@Nullable Instant until, Instant now) {
        if (!running() || owing || trial || !end.isAfter(now)) {
            return false;
        }
        pausedAt = now;
        wakesAt = until;
        return true;
    }

    boolean resume(Instant now) {
        if (over || pausedAt == null) {
            return false;
        }
        wake(now);
        anchor = share == null ? end : share;
        count = 0;
        wakesAt = null;
        return true;
    }

    boolean choose(Tariff chosen) {
        if (!running()) {
            return false;
        }
        next = chosen == tariff ? null : chosen;
        return true;
    }

    /** Over, and its unlocks with it. */
    void end(Instant now) {
        over = true;
        grants.replaceAll((_, grant) -> grant.until().isAfter(now) ? new GrantBook.Grant(grant.amount(), now) : grant);
    }

    /** What happens by itself. */
    void passed(int graceDays, ZoneId zone, Instant now) {
        if (over) {
            return;
        }
        if (pausedAt != null) {
            if (wakesAt != null && !wakesAt.isAfter(now)) {
                resume(now);
            }
            return;
        }
        if (share != null) {
            over = !end.isAfter(now);
            while (!share.isAfter(now) && share.isBefore(end)) {
                count++;
                start = share;
                Instant next = tariff.end(anchor, count, zone);
                long halfSeconds = Duration.between(next, tariff.end(anchor, count + 1, zone))
                                .toSeconds()
                        / 2;
                boolean last = Duration.between(next, end).toSeconds() <= halfSeconds;
                share = last ? end : next;
                grant(start);
            }
            return;
        }
        while (!bought && canceledAt == null && !end.isAfter(now)) {
            count++;
            start = end;
            end = tariff.end(anchor, count, zone);
            grant(start);
        }
        if (canceledAt != null) {
            over = !(waits ? end.plus(SILENCE) : end).isAfter(now);
        } else if (!owing) {
            owing = !end.plus(SILENCE).isAfter(now);
        } else if (owingSince != null && !graceEnd(graceDays).isAfter(now)) {
            // As long as nobody could be asked, it may be paid.
            over = endedThere || askedInGraceOver;
        }
    }
}
