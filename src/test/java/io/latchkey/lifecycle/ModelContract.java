package io.latchkey.lifecycle;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the reader was promised, and what came of it. */
final class ModelContract {

    final boolean bought;
    final @Nullable Instant givenUntil;
    Tariff tariff;
    @Nullable Tariff next;
    Instant start;
    Instant end;
    boolean trial;
    boolean owing;
    boolean over;
    @Nullable Instant canceledAt;
    @Nullable Instant pausedAt;
    @Nullable Instant wakesAt;
    private boolean canceledInPause;
    private Instant anchor;
    private int count;

    /** By the start of its period: how many unlocks, and until when. */
    final Map<Instant, GrantBook.Grant> grants = new LinkedHashMap<>();

    private ModelContract(
            boolean bought,
            @Nullable Instant givenUntil,
            Tariff tariff,
            Instant start,
            Instant end) {
        this.bought = bought;
        this.givenUntil = givenUntil;
        this.tariff = tariff;
        this.start = start;
        this.end = end;
        this.anchor = start;
        this.count = 1;
        grant();
    }

    static ModelContract bought(ModelAccount.Seen seen, boolean withTrial) {
        ModelContract begun =
                new ModelContract(true, null, seen.tariff(), seen.start(), seen.end());
        begun.trial = withTrial && !seen.everPaid();
        return begun;
    }

    static ModelContract given(Tariff tariff, @Nullable Integer periods, Instant now, ZoneId zone) {
        return new ModelContract(
                false,
                periods == null ? null : tariff.end(now, periods, zone),
                tariff,
                now,
                tariff.end(now, 1, zone));
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
                        : pausedAt != null
                                ? "paused"
                                : owing ? "past_due" : trial ? "trialing" : "active";
    }

    /** Until when it may be read; null when it may not. */
    @Nullable Instant openUntil(int graceDays) {
        if (over || pausedAt != null) {
            return null;
        }
        return canceledAt != null
                ? end
                : owing ? end.plus(Duration.ofDays(graceDays)) : end.plus(Duration.ofHours(2));
    }

    /** Learns how the provider stands. */
    void hears(ModelAccount.Seen seen, boolean wishesWait, Instant now) {
        if (over) {
            return;
        }
        boolean otherPlan = seen.tariff() != tariff;
        if (otherPlan) {
            tariff = seen.tariff();
            next = null;
        }
        boolean wanted = canceledAt == null || seen.start().isBefore(canceledAt);
        if (seen.end().isAfter(end) && wanted && !timeWaits()) {
            start = seen.start();
            end = seen.end();
            trial = false;
            owing = false;
            grant();
        }
        if (otherPlan) {
            grant();
        }
        if (running()) {
            if (seen.owing() || (seen.over() && !seen.lastPeriod() && !end.isAfter(now))) {
                owing = true;
            } else if (seen.running() && end.isAfter(now) && seen.end().equals(end)) {
                owing = false;
            }
        }
        boolean endsThere = seen.over() || (seen.lastPeriod() && !wishesWait);
        if (endsThere && !owing && canceledAt == null) {
            cancel(now);
        }
    }

    private void grant() {
        grants.merge(
                start,
                new GrantBook.Grant(tariff.unlocks, end),
                (old, more) ->
                        new GrantBook.Grant(Math.max(old.amount(), more.amount()), old.until()));
    }

    private void moveGrant() {
        grants.computeIfPresent(start, (_, old) -> new GrantBook.Grant(old.amount(), end));
    }

    /** No renewal; what a pause held back is open from now on. */
    void cancel(Instant now) {
        canceledInPause = pausedAt != null;
        if (pausedAt != null) {
            end = end.plus(Duration.between(pausedAt, now));
            pausedAt = null;
        }
        canceledAt = now;
        moveGrant();
        if (!end.isAfter(now)) {
            end(now);
        }
    }

    boolean undo(Instant now) {
        if (over || canceledAt == null || !end.isAfter(now)) {
            return false;
        }
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
        end = end.plus(Duration.between(pausedAt, now));
        anchor = end;
        count = 0;
        pausedAt = null;
        wakesAt = null;
        moveGrant();
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
        grants.replaceAll((_, grant) ->
                grant.until().isAfter(now) ? new GrantBook.Grant(grant.amount(), now) : grant);
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
        while (!bought && canceledAt == null && !end.isAfter(now)) {
            if (givenUntil != null && !end.isBefore(givenUntil)) {
                over = true;
                return;
            }
            count++;
            start = end;
            end = tariff.end(anchor, count, zone);
            grant();
        }
        if (canceledAt == null && !owing && !end.plus(Duration.ofHours(2)).isAfter(now)) {
            owing = true;
        }
        Instant last = owing && canceledAt == null ? end.plus(Duration.ofDays(graceDays)) : end;
        if ((owing || canceledAt != null) && !last.isAfter(now)) {
            over = true;
        }
    }
}
