package io.latchkey.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the provider ought to bill one subscription. */
final class ModelAccount {

    private static final int[] RETRY_DAYS = {1, 2, 2, 3, 6, 7};

    final ZoneId zone;
    final boolean withTrial;
    Tariff tariff;

    @Nullable
    Tariff next;

    Instant start;
    Instant end;
    boolean cardDeclines;
    boolean owing;
    boolean paused;
    boolean lastPeriod;
    boolean over;
    final List<Long> paidMinor = new ArrayList<>();
    final List<Long> keptMinor = new ArrayList<>();
    private Instant anchor;
    private int count;
    private int tries;
    private Instant tryAt;

    /** What a look sees of it. */
    record Seen(
            Tariff tariff,
            Instant start,
            Instant end,
            boolean owing,
            boolean running,
            boolean lastPeriod,
            boolean over,
            boolean everPaid) {}

    ModelAccount(Tariff tariff, boolean withTrial, ZoneId zone, Instant now) {
        this.zone = zone;
        this.withTrial = withTrial;
        this.tariff = tariff;
        this.start = now;
        this.anchor = withTrial ? tariff.trialEnd(now, zone) : now;
        this.end = anchor;
        this.tryAt = anchor;
        if (!withTrial) {
            charge(tariff);
        }
    }

    Seen seen() {
        return new Seen(
                tariff, start, end, owing && !over, !owing && !paused && !over, lastPeriod, over, !paidMinor.isEmpty());
    }

    /** Does the next thing that is due. */
    void bill(Instant now) {
        if (!over && !paused && !(owing ? tryAt : end).isAfter(now)) {
            Instant due = owing ? tryAt : end;
            if (lastPeriod || (cardDeclines && tries == RETRY_DAYS.length)) {
                over = true;
            } else if (cardDeclines) {
                owing = true;
                tryAt = due.plus(Duration.ofDays(RETRY_DAYS[tries++]));
            } else {
                charge(next == null ? tariff : next);
            }
        }
    }

    private void charge(Tariff as) {
        if (!as.asLongAs(tariff)) {
            anchor = end;
            count = 0;
        }
        count++;
        start = end;
        end = as.end(anchor, count, zone);
        tariff = as;
        next = null;
        owing = false;
        tries = 0;
        paid(as.priceMinor);
    }

    /** The dearer plan for what is left of the period: only the difference is charged. */
    boolean upgrade(Tariff to, Instant now) {
        if (to == tariff) {
            return true;
        }
        long due = share(to.priceMinor, now) - share(tariff.priceMinor, now);
        if (cardDeclines && due > 0) {
            return false;
        }
        tariff = to;
        next = null;
        if (due > 0) {
            paid(due);
        }
        return true;
    }

    private void paid(long minor) {
        paidMinor.add(minor);
        keptMinor.add(minor);
    }

    /** Money goes back; what it bought stays. */
    void paysBack(int payment, boolean all) {
        keptMinor.set(payment, all ? 0 : keptMinor.get(payment) - keptMinor.get(payment) / 2);
    }

    /** What is left of the period's price, halves up. */
    private long share(long priceMinor, Instant now) {
        long whole = Duration.between(start, end).toMillis();
        long left = Math.clamp(Duration.between(now, end).toMillis(), 0, whole);
        return (2 * priceMinor * left + whole) / (2 * whole);
    }

    /** Learns what the reader wants. */
    void told(ModelContract wanted) {
        if (over) {
            return;
        }
        if (wanted.over) {
            over = true;
            return;
        }
        boolean wasLastPeriod = lastPeriod;
        if (wanted.timeWaits()) {
            paused = true;
            owing = false;
            tries = 0;
        } else if (paused) {
            paused = false;
            anchor = wanted.end;
            end = wanted.end;
            count = 0;
        }
        lastPeriod = wanted.canceledAt != null;
        if (lastPeriod) {
            over = owing && !wasLastPeriod;
        } else {
            next = wanted.renewal() == tariff ? null : wanted.renewal();
        }
    }
}
