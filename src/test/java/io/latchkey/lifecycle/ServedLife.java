package io.latchkey.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.lifecycle.Life.Beginning;
import io.latchkey.plan.Discount;
import io.latchkey.subscription.state.Subscription;
import io.latchkey.testing.TestService;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitrary;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A life lived by the running service, beside one kept in memory, and compared after every step.
 */
final class ServedLife {

    private static final Discount HALF = Discount.percent(50, null);
    private static final List<Tariff> TARIFFS = List.of(Tariff.values());

    /**
     * Something that happens.
     *
     * @param n which of several, or how much
     */
    record Act(Kind kind, int n) {

        /** What can happen, and how often it does beside the others. */
        enum Kind {
            BUY(8),
            PAY_A_CHECKOUT(3),
            CARD_DECLINES(3),
            CARD_PAYS(3),
            CHANGE_PLAN(5),
            CANCEL(3),
            CANCEL_NOW(1),
            UNDO(4),
            PAUSE(2),
            PAUSE_FOR_DAYS(3),
            RESUME(3),
            DISPUTE(4),
            GIVE(2),
            TAKE_BACK(1),
            UNLOCK(6),
            HOURS_PASS(6),
            DAYS_PASS(8),
            MONTHS_PASS(3),
            PERIOD_ENDS_NEARLY(3);

            private final int weight;

            Kind(int weight) {
                this.weight = weight;
            }
        }

        static Arbitrary<List<Act>> sequences(int size) {
            return Deed.each(Kind.values(), kind -> kind.weight, Act::new)
                    .list()
                    .ofSize(size);
        }
    }

    private final Beginning beginning;
    private final Model model;
    private final Wired expected;
    private final Served served;
    private final List<Integer> paidPages = new ArrayList<>();
    private final List<String> lived = new ArrayList<>();

    ServedLife(TestService service, Beginning beginning) {
        this.beginning = beginning;
        this.model = new Model(beginning.zone(), beginning.graceDays());
        this.expected = new Wired(beginning.zone(), beginning.deadlines(), beginning.at(), model);
        this.served = new Served(service, beginning);
    }

    void step(Act act) {
        lived.add(expected.now() + " " + act);
        Instant now = expected.now();
        int n = act.n();
        Tariff tariff = TARIFFS.get(n % TARIFFS.size());
        switch (act.kind()) {
            case BUY -> {
                boolean pays = n % 10 != 0;
                boolean cheaper = n % 3 == 0;
                if (!cheaper || !expected.redeemed()) {
                    model.buy(tariff, pays, false, now);
                }
                boolean begun =
                        same(expected.buy(tariff, pays, cheaper ? HALF : null), served.buy(tariff, pays, cheaper));
                if (begun && pays) {
                    paidPages.add(expected.checkouts() - 1);
                }
            }
            case PAY_A_CHECKOUT -> pay(n);
            case CARD_DECLINES, CARD_PAYS -> {
                boolean declines = act.kind() == Act.Kind.CARD_DECLINES;
                model.card(declines);
                expected.card(declines);
                served.card(declines);
            }
            case CHANGE_PLAN -> {
                model.changePlan(tariff, false, now);
                same(expected.changePlan(tariff), served.changePlan(tariff));
            }
            case CANCEL, CANCEL_NOW -> {
                boolean atOnce = act.kind() == Act.Kind.CANCEL_NOW;
                model.cancel(atOnce, now);
                same(expected.cancel(atOnce), served.cancel(atOnce));
            }
            case UNDO -> {
                model.undo(now);
                same(expected.undo(), served.undo());
            }
            case PAUSE, PAUSE_FOR_DAYS -> {
                Instant until = act.kind() == Act.Kind.PAUSE ? null : now.plus(Duration.ofDays(1 + n % 40));
                model.pause(until, now);
                same(expected.pause(until), served.pause(until));
            }
            case RESUME -> {
                model.resume(now);
                same(expected.resume(), served.resume());
            }
            case DISPUTE -> dispute(n, now);
            case GIVE -> {
                Integer periods = n % 3 == 0 ? null : 1 + n % 2;
                model.give(tariff, periods, now);
                same(expected.give(tariff, periods), served.give(tariff, periods));
            }
            case TAKE_BACK -> {
                model.takeBack(now);
                same(expected.takeBack(), served.takeBack());
            }
            case UNLOCK -> same(expected.grants.spend(now), served.unlock());
            case HOURS_PASS -> advance(now.plus(Duration.ofHours(1 + n % 30)));
            case DAYS_PASS -> advance(now.plus(Duration.ofDays(1 + n % 20)));
            case MONTHS_PASS ->
                advance(now.atZone(beginning.zone()).plusMonths(1 + n % 4).toInstant());
            case PERIOD_ENDS_NEARLY -> {
                Subscription latest = expected.latest();
                if (latest != null && latest.paidUntil().isAfter(now.plusSeconds(1))) {
                    advance(latest.paidUntil().plusSeconds(n % 3 - 1L));
                }
            }
        }
        expected.work();
        served.work();
        compare();
    }

    /** Ends it in the service. */
    void over() {
        served.over();
    }

    private boolean same(boolean wanted, boolean done) {
        assertThat(done).as("%s allowed", this).isEqualTo(wanted);
        return done;
    }

    private void pay(int n) {
        int pages = expected.checkouts();
        if (pages == 0) {
            return;
        }
        int page = n % pages;
        boolean paidBefore = paidPages.contains(page);
        model.pay(page, expected.now());
        boolean paid = expected.pay(page);
        // Paying what is paid already succeeds, and does nothing.
        same(paid || paidBefore, served.pay(page));
        if (paid) {
            paidPages.add(page);
        }
    }

    private void dispute(int n, Instant now) {
        if (!paidPages.isEmpty()) {
            model.dispute(n, now);
            expected.dispute(n);
            served.dispute(paidPages.get(n % paidPages.size()));
        }
    }

    private void advance(Instant to) {
        if (to.isAfter(expected.now())) {
            expected.advance(to);
            served.advance(to);
        }
    }

    private void compare() {
        JsonNode subscription = served.subscription();
        assertThat(subscription == null ? "none" : toldOf(subscription))
                .as("%s", this)
                .isEqualTo(told(expected.latest()));
        assertThat(served.unlockLeft()).as("%s unlocks", this).isEqualTo(expected.grants.left(expected.now()));
        assertThat(served.payments().stream().map(ServedLife::told).sorted())
                .as("%s payments", this)
                .containsExactlyElementsOf(
                        expected.paid().stream().map(ServedLife::told).sorted().toList());
        assertThat(served.receipts().stream()
                        .map(it -> it.path("kind").asString())
                        .sorted())
                .as("%s receipts", this)
                .containsExactlyElementsOf(receipts());
    }

    private List<String> receipts() {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < expected.cancellations(); i++) {
            all.add("cancellation");
        }
        for (Wired.Paid paid : expected.paid()) {
            all.add("purchase");
            if (paid.unwanted()) {
                all.add("refund");
            }
        }
        return all.stream().sorted().toList();
    }

    private static String told(Wired.Paid paid) {
        return paid.minor() + " back " + (paid.unwanted() ? paid.minor() : 0);
    }

    private static String told(JsonNode payment) {
        return payment.path("price").path("amountMinor").asLong()
                + " back "
                + payment.path("refundedMinor").asLong();
    }

    private static String told(@Nullable Subscription it) {
        if (it == null) {
            return "none";
        }
        return "%s %s, %s to %s, then %s"
                .formatted(
                        it.status().word(),
                        it.plan().value(),
                        it.periodStart(),
                        it.paidUntil(),
                        it.renews() && it.billed()
                                ? Objects.requireNonNull(it.charges()).nextMinor()
                                : "nothing");
    }

    private static String toldOf(JsonNode it) {
        JsonNode next = it.path("nextCharge").path("amountMinor");
        return "%s %s, %s to %s, then %s"
                .formatted(
                        it.path("status").asString(),
                        it.path("plan").asString(),
                        it.path("periodStart").asString(),
                        it.path("paidUntil").asString(),
                        next.isNumber() ? next.asLong() : "nothing");
    }

    @Override
    public String toString() {
        return beginning + "\n" + String.join("\n", lived);
    }
}
