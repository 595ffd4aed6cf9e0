package io.latchkey.lifecycle;

import io.latchkey.payment.provider.BilledSubscription;
import io.latchkey.payment.provider.PlanOrder;
import io.latchkey.payment.sandbox.SandboxAccount;
import io.latchkey.payment.sync.PaymentRules;
import io.latchkey.plan.Discount;
import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.site.SiteId;
import io.latchkey.subscription.state.Deadlines;
import io.latchkey.subscription.state.PlanPath;
import io.latchkey.subscription.state.Running;
import io.latchkey.subscription.state.Subscription;
import io.latchkey.subscription.state.SubscriptionStatus;
import io.latchkey.subscription.transition.SubscriptionRules;
import io.latchkey.subscription.transition.SubscriptionRules.Stepped;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One reader's subscriptions and their accounts at the sandbox, moved by the rules of the service
 * alone: what its shell keeps in tables is kept here in lists.
 */
final class Wired {

    private static final int MOST_STEPS = 50_000;
    private static final Duration PAYABLE_FOR = Duration.ofHours(1);

    private final ReaderKey reader = new ReaderKey(new SiteId("gazette"), new UUID(8, 8));
    private final ZoneId zone;
    private final Deadlines deadlines;
    private final Witness witness;
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final Map<String, Account> accounts = new LinkedHashMap<>();
    private final List<Checkout> checkouts = new ArrayList<>();
    private final List<Look> slow = new ArrayList<>();
    private final List<String> inbox = new ArrayList<>();
    private final Deque<Occasion> outbox = new ArrayDeque<>();
    final GrantBook grants = new GrantBook();
    private Instant now;
    private boolean away;
    private boolean prompt = true;
    private @Nullable Subscription waiting;
    private int ids;
    private int cancellations;
    private boolean redeemed;

    Wired(ZoneId zone, Deadlines deadlines, Instant now, Witness witness) {
        this.zone = zone;
        this.deadlines = deadlines;
        this.now = now;
        this.witness = witness;
    }

    /** A page to pay on. */
    private static final class Checkout {
        final Tariff tariff;
        final boolean withTrial;
        final Instant openedAt;
        final @Nullable Discount discount;
        boolean replaced;
        boolean begun;
        boolean paid;

        Checkout(Tariff tariff, boolean withTrial, Instant openedAt, @Nullable Discount discount) {
            this.tariff = tariff;
            this.withTrial = withTrial;
            this.openedAt = openedAt;
            this.discount = discount;
        }
    }

    /** A subscription at the provider; which of ours it is, once we know. */
    private static final class Account {
        final SandboxAccount books;
        final Checkout checkout;
        boolean known;

        @Nullable
        UUID subscription;

        long begun;
        long applied;

        Account(SandboxAccount books, Checkout checkout) {
            this.books = books;
            this.checkout = checkout;
        }
    }

    private record Look(String account, long number, BilledSubscription seen) {}

    /** Why the provider is to be told: one of ours changed, or an account is unwanted. */
    private record Occasion(
            @Nullable UUID subscription, @Nullable String unwanted) {}

    Instant now() {
        return now;
    }

    List<Subscription> subscriptions() {
        return subscriptions;
    }

    @Nullable
    Subscription latest() {
        return subscriptions.isEmpty() ? null : subscriptions.getLast();
    }

    Map<String, BilledSubscription> billed() {
        Map<String, BilledSubscription> all = new LinkedHashMap<>();
        accounts.forEach((ref, account) -> all.put(ref, account.books.billed()));
        return all;
    }

    SandboxAccount books(String account) {
        return account(account).books;
    }

    /** What was paid in all, and what of it for nothing that the reader has. */
    List<Paid> paid() {
        List<Paid> all = new ArrayList<>();
        for (Account account : accounts.values()) {
            for (int i = 0; i < account.books.paidMinor().size(); i++) {
                all.add(new Paid(account.books.paidMinor().get(i), account.known && account.subscription == null));
            }
        }
        return all;
    }

    /** A payment. */
    record Paid(long minor, boolean unwanted) {}

    /** How many payments arrived for a subscription. */
    int payments(UUID subscription) {
        return account(accountOf(subscription)).books.paidMinor().size();
    }

    /** Whether nothing is on its way between the two sides. */
    boolean quiet() {
        return outbox.isEmpty() && inbox.isEmpty() && !away;
    }

    /** Opens a checkout, which replaces those before it; the card pays on it at once. */
    boolean buy(Tariff tariff, boolean pays) {
        return buy(tariff, pays, null);
    }

    /** The same with a promo code for this discount, which works once. */
    boolean buy(Tariff tariff, boolean pays, @Nullable Discount discount) {
        Subscription latest = latest();
        if (discount != null && redeemed) {
            return false;
        }
        if (away || (latest != null && latest.status().live() && !latest.makesWay())) {
            return false;
        }
        checkouts.stream().filter(it -> !it.begun).forEach(it -> it.replaced = true);
        checkouts.add(new Checkout(tariff, tariff.hasTrial() && !hadTrial(), now, discount));
        return !pays || pay(checkouts.size() - 1);
    }

    /** Whether the reader has used the promo code. */
    boolean redeemed() {
        return redeemed;
    }

    int checkouts() {
        return checkouts.size();
    }

    /** Whether a checkout was open for too long to be paid. */
    boolean pageExpired(int number) {
        return !now.isBefore(checkouts.get(number).openedAt.plus(PAYABLE_FOR));
    }

    /** The reader pays on a checkout, be it an old one; paying twice does nothing. */
    boolean pay(int number) {
        Checkout checkout = checkouts.get(number);
        if (checkout.paid || pageExpired(number)) {
            return false;
        }
        checkout.paid = true;
        SandboxAccount books = SandboxAccount.opened(
                reader, id(), checkout.tariff.plan(), checkout.withTrial, checkout.discount, zone, now);
        String ref = books.billed().ref();
        accounts.put(ref, new Account(books, checkout));
        witness.opened(ref);
        news(ref);
        return true;
    }

    void card(boolean declines) {
        accounts.values().forEach(it -> it.books.card(declines));
    }

    boolean changePlan(Tariff tariff) {
        Subscription current = latest();
        SubscriptionPlan plan = tariff.plan();
        if (current == null || (current.status().live() && current.makesWay())) {
            return false;
        }
        if (Running.of(current).pathTo(plan) == PlanPath.AT_ONCE) {
            return !away && upgraded(accountOf(current.id()), plan);
        }
        Subscription next = SubscriptionRules.choosing(current, plan);
        return next != null && changed(next);
    }

    private boolean upgraded(String ref, SubscriptionPlan plan) {
        Look look = look(ref);
        if (!account(ref).books.changeNow(plan, now)) {
            return false;
        }
        news(ref);
        apply(new Look(ref, look.number(), account(ref).books.billed()));
        return true;
    }

    boolean cancel(boolean atOnce) {
        Subscription current = latest();
        if (current == null
                || current.status() == SubscriptionStatus.EXPIRED
                || (current.status() == SubscriptionStatus.CANCELED && !atOnce)
                || repeats(current)) {
            return false;
        }
        Subscription next = Objects.requireNonNull(SubscriptionRules.canceled(current, atOnce, now));
        settleGrants(current, next);
        cancellations++;
        return changed(next);
    }

    private boolean repeats(Subscription latest) {
        int before = subscriptions.size() - 2;
        return before >= 0 && SubscriptionRules.repeats(latest, subscriptions.get(before), now);
    }

    /** How many receipts of cancellations there are. */
    int cancellations() {
        return cancellations;
    }

    /** The provider is asked while the reader waits, if it can be reached. */
    void hearFirst(boolean undoing) {
        Subscription current = latest();
        boolean decides = current != null
                && (undoing ? SubscriptionRules.mayBeUndone(current) : SubscriptionRules.renewalUnheard(current, now));
        if (decides && !away) {
            apply(look(accountOf(Objects.requireNonNull(current).id())));
        }
    }

    boolean undo() {
        Subscription current = latest();
        Subscription next = current == null || current.status() != SubscriptionStatus.CANCELED
                ? null
                : SubscriptionRules.undone(current, now);
        return next != null && changed(next);
    }

    boolean pause(@Nullable Instant until) {
        Subscription current = latest();
        Subscription next = current == null ? null : SubscriptionRules.paused(current, until, now);
        return next != null && changed(next);
    }

    boolean resume() {
        Subscription current = latest();
        Subscription next = current == null ? null : SubscriptionRules.resumed(current, now);
        if (next != null) {
            grants.prolong(Objects.requireNonNull(current), now);
        }
        return next != null && changed(next);
    }

    boolean give(Tariff tariff, @Nullable Integer periods) {
        Subscription latest = latest();
        if (latest != null && latest.status().live() && !latest.givenUp()) {
            return false;
        }
        replace(latest);
        add(SubscriptionRules.given(id(), reader, tariff.plan(), periods, now, zone));
        return true;
    }

    boolean takeBack() {
        Subscription latest = latest();
        if (latest != null && latest.status().live() && latest.billed() && waiting != null) {
            waiting = null;
            return true;
        }
        if (latest == null || !latest.status().live() || latest.billed()) {
            return false;
        }
        Subscription ended = SubscriptionRules.ended(latest, now);
        grants.end(ended, now);
        return changed(ended);
    }

    /** Half of what is left of a payment goes back to the reader. */
    boolean paysBack(int n) {
        List<String> refs = List.copyOf(accounts.keySet());
        if (refs.isEmpty()) {
            return false;
        }
        String ref = refs.get(n % refs.size());
        SandboxAccount books = account(ref).books;
        List<Long> kept = books.keptMinor();
        if (kept.isEmpty()) {
            return false;
        }
        int payment = n % kept.size();
        books.refund(payment, "refund-" + ++ids, kept.get(payment) / 2);
        news(ref);
        return true;
    }

    /** The bank calls the last payment of an account back: what it pays does not renew. */
    boolean dispute(int n) {
        List<String> refs = List.copyOf(accounts.keySet());
        if (refs.isEmpty()) {
            return false;
        }
        String ref = refs.get(n % refs.size());
        Account account = account(ref);
        List<Long> kept = account.books.keptMinor();
        if (kept.isEmpty() || kept.getLast() == 0) {
            return false;
        }
        account.books.dispute(kept.size() - 1, now);
        news(ref);
        Subscription current = latest();
        if (current != null && current.id().equals(account.subscription)) {
            cancel(false);
        }
        return true;
    }

    void providerAway(boolean isAway) {
        away = isAway;
        work();
    }

    /** Whether events arrive as soon as they are sent. */
    void newsPrompt(boolean isPrompt) {
        prompt = isPrompt;
        work();
    }

    /** One of the waiting events arrives, whichever, and perhaps once more later. */
    void newsComes(int n) {
        if (away || inbox.isEmpty()) {
            return;
        }
        int which = n % inbox.size();
        String ref = n % 3 == 0 ? inbox.get(which) : inbox.remove(which);
        apply(look(ref));
        work();
    }

    void lookBegins(int n) {
        if (!away && !accounts.isEmpty()) {
            slow.add(look(accounts.keySet().stream().toList().get(n % accounts.size())));
        }
    }

    void lookEnds(int n) {
        if (!slow.isEmpty()) {
            apply(slow.remove(n % slow.size()));
            work();
        }
    }

    /** Time passes, and what falls due on the way is done at its moment. */
    void advance(Instant to) {
        for (int step = 0; step < MOST_STEPS; step++) {
            Instant due = nextDue();
            if (due == null || due.isAfter(to)) {
                now = to;
                work();
                return;
            }
            now = due.isAfter(now) ? due : now;
            work();
        }
        throw new IllegalStateException("never comes to an end: " + latest());
    }

    /** All that happens by itself, until nothing more does. */
    void work() {
        boolean changed = true;
        for (int round = 0; changed; round++) {
            if (round > 1_000) {
                throw new IllegalStateException("is never done: " + latest());
            }
            changed = bill();
            witness.billed(now);
            changed |= prompt && hear();
            while (settleDue()) {
                changed = true;
            }
            goesOn();
            witness.passed(now);
            changed |= deliver();
        }
        witness.passed(now);
    }

    private @Nullable Instant nextDue() {
        Instant next = latest() == null ? null : deadlines.dueAt(latest());
        for (Account account : accounts.values()) {
            Instant due = account.books.dueAt();
            next = next == null || (due != null && due.isBefore(next)) ? due : next;
        }
        return next;
    }

    private boolean bill() {
        boolean billed = false;
        for (Map.Entry<String, Account> entry : accounts.entrySet()) {
            if (entry.getValue().books.bill(now)) {
                news(entry.getKey());
                billed = true;
            }
        }
        return billed;
    }

    private boolean hear() {
        if (away || inbox.isEmpty()) {
            return false;
        }
        List<String> waiting = List.copyOf(inbox);
        inbox.clear();
        waiting.forEach(ref -> apply(look(ref)));
        return true;
    }

    private boolean settleDue() {
        Subscription due = latest();
        if (due == null) {
            return false;
        }
        switch (deadlines.dueNow(due, now)) {
            case NOTHING -> {
                return false;
            }
            case END -> {
                if (mayBePaid(due)) {
                    lookForPayment(due);
                } else {
                    changed(SubscriptionRules.ended(due, now));
                }
            }
            case RESUMPTION -> resume();
            case PAYMENT -> {
                if (due.billed()) {
                    lookForPayment(due);
                } else {
                    save(SubscriptionRules.renewed(due, zone));
                    grants.give(Objects.requireNonNull(latest()));
                }
            }
        }
        return true;
    }

    private void lookForPayment(Subscription due) {
        if (!away) {
            apply(look(accountOf(due.id())));
            witness.asked(accountOf(due.id()), now);
        }
        Subscription after = Objects.requireNonNull(latest());
        switch (deadlines.dueNow(after, now)) {
            case NOTHING, RESUMPTION -> {}
            case END -> {
                if (mayBePaid(after) && away) {
                    save(SubscriptionRules.lookedInVain(after, deadlines, now));
                } else {
                    changed(SubscriptionRules.ended(after, now));
                }
            }
            case PAYMENT ->
                save(
                        after.status() != SubscriptionStatus.PAST_DUE && deadlines.silentTooLong(after, now)
                                ? SubscriptionRules.overdue(after, deadlines, now)
                                : SubscriptionRules.lookedInVain(after, deadlines, now));
        }
    }

    private static boolean mayBePaid(Subscription due) {
        return due.status() == SubscriptionStatus.PAST_DUE && !due.endedThere();
    }

    /** Tells the provider what readers want, in order; what could not be told stays. */
    private boolean deliver() {
        if (away || outbox.isEmpty()) {
            return false;
        }
        Occasion occasion = outbox.getFirst();
        String ref = occasion.unwanted() == null
                ? tied(Objects.requireNonNull(occasion.subscription()))
                : occasion.unwanted();
        if (ref != null) {
            if (occasion.unwanted() == null) {
                tell(ref, subscription(Objects.requireNonNull(occasion.subscription())));
            } else {
                account(ref).books.end(now);
            }
            witness.told(ref, now);
            news(ref);
            apply(look(ref));
        }
        outbox.removeFirst();
        return true;
    }

    private void tell(String ref, Subscription here) {
        SandboxAccount books = account(ref).books;
        PaymentRules.tell(here, books.billed(), new PaymentRules.Wishes() {
            @Override
            public void end() {
                books.end(now);
            }

            @Override
            public void endWithPeriod() {
                books.endWithPeriod(now);
            }

            @Override
            public void goOn() {
                books.goOn();
            }

            @Override
            public void pause() {
                books.pause();
            }

            @Override
            public void resume(Instant paidUntil) {
                books.resume(paidUntil);
            }

            @Override
            public void renewAs(PlanId plan, Price price, Period period) {
                books.changeLater(new PlanOrder(plan, plan.value(), price, period, true));
            }
        });
    }

    private Look look(String ref) {
        Account account = account(ref);
        Look look = new Look(ref, ++account.begun, account.books.billed());
        witness.lookBegan(ref, look.number());
        return look;
    }

    /** What a look saw; an overtaken one is worth nothing. */
    private void apply(Look look) {
        Account account = account(look.account());
        witness.lookArrived(look.account(), look.number(), !outbox.isEmpty(), now);
        if (look.number() > account.applied) {
            account.applied = look.number();
            if (!account.known) {
                begin(look.account(), account, look.seen());
            }
            if (account.subscription != null) {
                settle(account.subscription, look.seen());
            }
        }
    }

    private void begin(String ref, Account account, BilledSubscription there) {
        Checkout checkout = account.checkout;
        Subscription latest = latest();
        boolean taken = latest != null && latest.status().live() && !latest.makesWay();
        account.known = true;
        checkout.begun = true;
        if (checkout.replaced || taken || (hadTrial() && checkout.withTrial)) {
            outbox.add(new Occasion(null, ref));
            return;
        }
        redeemed |= checkout.discount != null;
        replace(latest);
        Subscription begun = SubscriptionRules.begun(
                id(), reader, there.state(), checkout.withTrial, there.lastPayment() != null, now);
        account.subscription = begun.id();
        add(begun);
    }

    private void replace(@Nullable Subscription latest) {
        if (latest != null && latest.status().live()) {
            Subscription replaced = SubscriptionRules.replaced(latest, now);
            grants.end(replaced, now);
            save(replaced);
            waiting = SubscriptionRules.leaves(replaced) ? replaced : waiting;
        }
    }

    /** What waited for what was bought goes on when that is over. */
    private void goesOn() {
        Subscription latest = latest();
        if (waiting != null && latest != null && !latest.status().live()) {
            Subscription again = SubscriptionRules.goingOn(waiting, id(), now);
            subscriptions.add(again);
            grants.handOver(waiting, again);
            waiting = null;
        }
    }

    private void settle(UUID id, BilledSubscription there) {
        Subscription before = subscription(id);
        Stepped stepped = SubscriptionRules.stepped(before, there.state(), !outbox.isEmpty(), now);
        save(stepped.next());
        if (stepped.events().contains("subscription.canceled")) {
            settleGrants(before, stepped.next());
        }
        if (stepped.events().contains("subscription.renewed")) {
            grants.give(stepped.next(), stepped.grantStart());
        }
        if (stepped.events().contains("subscription.plan-changed")
                && !stepped.events().contains("subscription.renewed")) {
            grants.raise(before, stepped.next(), now);
        }
        if (stepped.events().contains("subscription.canceled")) {
            cancellations++;
            outbox.add(new Occasion(id, null));
        }
    }

    private void settleGrants(Subscription before, Subscription canceled) {
        if (canceled.status() == SubscriptionStatus.EXPIRED) {
            grants.end(canceled, now);
        } else {
            grants.prolong(before, now);
        }
    }

    private boolean hadTrial() {
        return subscriptions.stream().anyMatch(it -> it.trialEnd() != null);
    }

    private void add(Subscription begun) {
        subscriptions.add(begun);
        grants.give(begun);
    }

    /** Changed here: the provider is to be told. */
    private boolean changed(Subscription next) {
        save(next);
        outbox.add(new Occasion(next.id(), null));
        return true;
    }

    private void save(Subscription next) {
        subscriptions.replaceAll(it -> it.id().equals(next.id()) ? next : it);
    }

    private void news(String ref) {
        inbox.add(ref);
    }

    private Subscription subscription(UUID id) {
        return subscriptions.stream()
                .filter(it -> it.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private Account account(String ref) {
        return Objects.requireNonNull(accounts.get(ref));
    }

    private String accountOf(UUID subscription) {
        return Objects.requireNonNull(tied(subscription));
    }

    private @Nullable String tied(UUID subscription) {
        return accounts.entrySet().stream()
                .filter(it -> subscription.equals(it.getValue().subscription))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    private UUID id() {
        return new UUID(7, ++ids);
    }
}
