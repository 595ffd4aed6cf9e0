package io.latchkey.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.payment.provider.BilledSubscription;
import io.latchkey.subscription.billing.BillingState;
import io.latchkey.subscription.billing.BillingStatus;
import io.latchkey.subscription.state.Deadlines;
import io.latchkey.subscription.state.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/** A life, lived by the code and by the model side by side, and compared after every step. */
final class Life {

    private static final List<Tariff> TARIFFS = List.of(Tariff.values());

    private final Beginning beginning;
    private final Model model;
    private final Wired wired;
    private final List<String> lived = new ArrayList<>();
    private final Promises promises = new Promises();
    private boolean away;

    /** Where and when it begins. */
    record Beginning(ZoneId zone, int graceDays, Instant at) {

        Deadlines deadlines() {
            return new Deadlines(Duration.ofDays(graceDays), Duration.ofDays(14));
        }
    }

    Life(Beginning beginning) {
        this.beginning = beginning;
        this.model = new Model(beginning.zone(), beginning.graceDays());
        this.wired = new Wired(beginning.zone(), beginning.deadlines(), beginning.at(), model);
    }

    /** On days that not every month has, and near to where clocks change. */
    static Arbitrary<Beginning> beginnings() {
        Arbitrary<ZoneId> zones = Arbitraries.of("UTC", "Europe/Berlin", "America/New_York", "Pacific/Apia")
                .map(ZoneId::of);
        Arbitrary<Instant> starts = Arbitraries.of(
                        "2027-01-31T10:00:00Z",
                        "2028-02-29T07:30:00Z",
                        "2027-10-30T23:45:00Z",
                        "2027-02-28T01:30:00Z",
                        "2027-12-31T22:59:59Z")
                .map(Instant::parse);
        return Combinators.combine(zones, Arbitraries.of(0, 3, 7, 14), starts).as(Beginning::new);
    }

    void step(Deed deed) {
        Instant now = wired.now();
        lived.add(now + " " + deed);
        switch (deed.kind()) {
            case CANCEL -> wired.hearFirst(false);
            case UNDO -> wired.hearFirst(true);
            default -> {}
        }
        boolean expected = lived(deed, true);
        boolean actual = lived(deed, false);
        assertThat(actual).as("%s%n%s allowed", this, deed).isEqualTo(expected);
        wired.work();
        compare();
        promises.kept(wired, beginning.deadlines(), toString());
    }

    private boolean lived(Deed deed, boolean byTheModel) {
        Instant now = wired.now();
        int n = deed.n();
        Tariff tariff = TARIFFS.get(n % TARIFFS.size());
        return switch (deed.kind()) {
            case BUY -> {
                boolean pays = n % 10 != 0;
                yield byTheModel ? model.buy(tariff, pays, away, now) : wired.buy(tariff, pays);
            }
            case PAY_A_CHECKOUT -> {
                int pages = wired.checkouts();
                yield pages != 0 && (byTheModel ? model.pay(n % pages, now) : wired.pay(n % pages));
            }
            case CARD_DECLINES, CARD_PAYS -> {
                boolean declines = deed.kind() == Deed.Kind.CARD_DECLINES;
                if (byTheModel) {
                    model.card(declines);
                } else {
                    wired.card(declines);
                }
                yield true;
            }
            case CHANGE_PLAN -> byTheModel ? model.changePlan(tariff, away, now) : wired.changePlan(tariff);
            case CANCEL -> byTheModel ? model.cancel(false, now) : wired.cancel(false);
            case CANCEL_NOW -> byTheModel ? model.cancel(true, now) : wired.cancel(true);
            case UNDO -> byTheModel ? model.undo(now) : wired.undo();
            case PAUSE -> byTheModel ? model.pause(null, now) : wired.pause(null);
            case PAUSE_FOR_DAYS -> {
                Instant until = now.plus(Duration.ofDays(1 + n % 40));
                yield byTheModel ? model.pause(until, now) : wired.pause(until);
            }
            case RESUME -> byTheModel ? model.resume(now) : wired.resume();
            case REFUND -> byTheModel ? model.paysBack(n) : wired.paysBack(n);
            case DISPUTE -> byTheModel ? model.dispute(n, now) : wired.dispute(n);
            case GIVE -> {
                Integer periods = n % 3 == 0 ? null : 1 + n % 2;
                yield byTheModel ? model.give(tariff, periods, now) : wired.give(tariff, periods);
            }
            case TAKE_BACK -> byTheModel ? model.takeBack(now) : wired.takeBack();
            default -> {
                if (!byTheModel) {
                    passes(deed, now);
                }
                yield true;
            }
        };
    }

    private void passes(Deed deed, Instant now) {
        int n = deed.n();
        switch (deed.kind()) {
            case HOURS_PASS -> wired.advance(now.plus(Duration.ofHours(1 + n % 30)));
            case DAYS_PASS -> wired.advance(now.plus(Duration.ofDays(1 + n % 20)));
            case MONTHS_PASS ->
                wired.advance(now.atZone(beginning.zone()).plusMonths(1 + n % 4).toInstant());
            case PERIOD_ENDS_NEARLY -> {
                ModelContract latest = model.latest();
                Instant edge = latest == null || latest.over ? now : latest.end.plusSeconds(n % 3 - 1L);
                if (edge.isAfter(now)) {
                    wired.advance(edge);
                }
            }
            case NEWS_WAITS -> wired.newsPrompt(false);
            case NEWS_COMES -> wired.newsComes(n);
            case NEWS_IS_PROMPT -> wired.newsPrompt(true);
            case PROVIDER_AWAY, PROVIDER_BACK -> {
                away = deed.kind() == Deed.Kind.PROVIDER_AWAY;
                wired.providerAway(away);
            }
            case LOOK_BEGINS -> wired.lookBegins(n);
            case LOOK_ENDS -> wired.lookEnds(n);
            default -> throw new IllegalStateException(deed.toString());
        }
    }

    private void compare() {
        assertThat(wired.subscriptions()).as("%s", this).hasSameSizeAs(model.contracts);
        for (int i = 0; i < model.contracts.size(); i++) {
            compare(wired.subscriptions().get(i), model.contracts.get(i));
        }
        wired.billed().forEach((ref, billed) -> {
            ModelAccount expected = Objects.requireNonNull(model.accounts.get(ref)).billing;
            assertThat(essence(billed)).as("%s", this).isEqualTo(essence(expected));
            assertThat(wired.books(ref).paidMinor()).as("%s", this).isEqualTo(expected.paidMinor);
            assertThat(wired.books(ref).keptMinor()).as("%s", this).isEqualTo(expected.keptMinor);
        });
    }

    private void compare(Subscription here, ModelContract expected) {
        assertThat(essence(here)).as("%s", this).isEqualTo(essence(expected));
        wired.grants.all().forEach((period, grant) -> {
            if (period.subscription().equals(here.id())) {
                assertThat(grant).as("%s", this).isEqualTo(expected.grants.get(period.start()));
            }
        });
        assertThat(wired.grants.all().keySet().stream()
                        .filter(period -> period.subscription().equals(here.id())))
                .as("%s", this)
                .hasSameSizeAs(expected.grants.keySet());
    }

    private String essence(Subscription it) {
        return told(
                it.status().word(),
                Tariff.of(it.plan()),
                Tariff.of(it.renewalPlan()),
                it.periodStart(),
                it.paidUntil(),
                beginning.deadlines().openUntil(it));
    }

    private String essence(ModelContract it) {
        return told(
                it.status(),
                it.tariff,
                it.over ? it.tariff : it.renewal(),
                it.start,
                it.end,
                it.openUntil(beginning.graceDays()));
    }

    private static String told(
            String status, Tariff tariff, Tariff renewal, Instant start, Instant end, @Nullable Instant open) {
        return "%s %s then %s, %s to %s, open until %s".formatted(status, tariff, renewal, start, end, open);
    }

    private static String essence(BilledSubscription billed) {
        BillingState it = billed.state();
        return account(
                it.status() == BillingStatus.ENDED,
                it.status() == BillingStatus.UNPAID,
                it.status() == BillingStatus.PAUSED,
                it.endsWithPeriod(),
                Tariff.of(it.plan()),
                it.periodStart(),
                it.paidUntil());
    }

    private static String essence(ModelAccount it) {
        return account(
                it.over, it.owing && !it.over, it.paused && !it.over, it.lastPeriod, it.tariff, it.start, it.end);
    }

    private static String account(
            boolean over,
            boolean owing,
            boolean paused,
            boolean lastPeriod,
            Tariff tariff,
            Instant start,
            Instant end) {
        return "over %s, owing %s, paused %s, last period %s, %s from %s to %s"
                .formatted(over, owing, paused, lastPeriod, tariff, start, end);
    }

    /** What this life has seen. */
    Set<String> seen() {
        return promises.seen();
    }

    @Override
    public String toString() {
        return beginning + "\n" + String.join("\n", lived);
    }
}
