package io.latchkey.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One reader as they ought to be served: a few rules of its own, and none of the code's. */
final class Model implements Witness {

    private final ZoneId zone;
    private final int graceDays;
    final List<ModelContract> contracts = new ArrayList<>();
    final Map<String, Account> accounts = new LinkedHashMap<>();
    private final List<Page> pages = new ArrayList<>();
    private final List<Account> unnamed = new ArrayList<>();
    private boolean trialUsed;
    private @Nullable ModelContract waiting;

    Model(ZoneId zone, int graceDays) {
        this.zone = zone;
        this.graceDays = graceDays;
    }

    static final class Page {
        final Tariff tariff;
        final boolean withTrial;
        final Instant openedAt;
        boolean worthless;
        boolean paid;

        Page(Tariff tariff, boolean withTrial, Instant openedAt) {
            this.tariff = tariff;
            this.withTrial = withTrial;
            this.openedAt = openedAt;
        }
    }

    /** What is paid on a page, and whose contract it is. */
    static final class Account {
        final ModelAccount billing;
        private final Page page;

        @Nullable
        ModelContract contract;

        private boolean heardOf;
        private long newest;
        private final Map<Long, ModelAccount.Seen> looks = new HashMap<>();

        Account(ModelAccount billing, Page page) {
            this.billing = billing;
            this.page = page;
        }
    }

    @Nullable
    ModelContract latest() {
        return contracts.isEmpty() ? null : contracts.getLast();
    }

    private @Nullable ModelContract live() {
        ModelContract latest = latest();
        return latest == null || latest.over ? null : latest;
    }

    private boolean paysAlready() {
        ModelContract live = live();
        return live != null && live.bought && !live.givenUp();
    }

    boolean buy(Tariff tariff, boolean pays, boolean away, Instant now) {
        if (away || paysAlready()) {
            return false;
        }
        accounts.values().forEach(it -> it.page.worthless |= !it.heardOf);
        unnamed.forEach(it -> it.page.worthless = true);
        pages.stream().filter(it -> !it.paid).forEach(it -> it.worthless = true);
        pages.add(new Page(tariff, tariff.hasTrial() && !trialUsed, now));
        return !pays || pay(pages.size() - 1, now);
    }

    boolean pay(int number, Instant now) {
        Page page = pages.get(number);
        if (page.paid || Duration.between(page.openedAt, now).toMinutes() >= 60) {
            return false;
        }
        page.paid = true;
        unnamed.add(new Account(new ModelAccount(page.tariff, page.withTrial, zone, now), page));
        return true;
    }

    void card(boolean declines) {
        accounts.values().forEach(it -> it.billing.cardDeclines = declines);
    }

    boolean changePlan(Tariff tariff, boolean away, Instant now) {
        ModelContract live = live();
        if (live == null || !live.bought || !live.running() || live.givenUp()) {
            return false;
        }
        boolean better = tariff.asLongAs(live.tariff) && tariff.priceMinor > live.tariff.priceMinor;
        if (!better || live.owing || live.trial) {
            return live.choose(tariff);
        }
        return !away && accountOf(live).billing.upgrade(tariff, now);
    }

    boolean cancel(boolean atOnce, Instant now) {
        ModelContract live = live();
        if (live == null || (live.canceledAt != null && !atOnce) || repeats(live, now)) {
            return false;
        }
        if (atOnce) {
            live.canceledAt = now;
            live.end(now);
        } else {
            live.cancel(now);
        }
        return true;
    }

    /** Said again shortly after a cancellation that took effect at once, it is not about the gift. */
    private boolean repeats(ModelContract gift, Instant now) {
        ModelContract before = contracts.size() < 2 ? null : contracts.get(contracts.size() - 2);
        return gift.isGift()
                && before != null
                && !before.isGift()
                && gift.begunAt.equals(before.canceledAt)
                && Duration.between(gift.begunAt, now).toMinutes() < 60;
    }

    boolean undo(Instant now) {
        ModelContract live = live();
        return live != null && live.undo(now);
    }

    boolean pause(@Nullable Instant until, Instant now) {
        ModelContract live = live();
        return live != null && live.pause(until, now);
    }

    boolean resume(Instant now) {
        ModelContract live = live();
        return live != null && live.resume(now);
    }

    boolean give(Tariff tariff, @Nullable Integer periods, Instant now) {
        ModelContract live = live();
        if (live != null && !live.givenUp()) {
            return false;
        }
        if (live != null) {
            live.end(now);
        }
        contracts.add(ModelContract.given(tariff, periods, now, zone));
        return true;
    }

    boolean takeBack(Instant now) {
        ModelContract live = live();
        if (live != null && live.bought && waiting != null) {
            waiting = null;
            return true;
        }
        if (live == null || live.bought) {
            return false;
        }
        live.end(now);
        return true;
    }

    @Override
    public void opened(String account) {
        accounts.put(account, unnamed.removeFirst());
    }

    @Override
    public void billed(Instant now) {
        accounts.values().forEach(it -> it.billing.bill(now));
    }

    @Override
    public void lookBegan(String account, long number) {
        Account of = account(account);
        of.looks.put(number, of.billing.seen());
    }

    @Override
    public void lookArrived(String account, long number, boolean wishesWait, Instant now) {
        Account of = account(account);
        ModelAccount.Seen seen = Objects.requireNonNull(of.looks.remove(number));
        if (number <= of.newest) {
            return;
        }
        of.newest = number;
        if (!of.heardOf) {
            of.heardOf = true;
            begin(of, seen, now);
        }
        if (of.contract != null) {
            of.contract.hears(seen, wishesWait, now);
        }
    }

    private void begin(Account of, ModelAccount.Seen seen, Instant now) {
        boolean withTrial = of.page.withTrial;
        if (of.page.worthless || paysAlready() || (trialUsed && withTrial)) {
            return;
        }
        ModelContract free = live();
        if (free != null) {
            free.makesWay(now);
            waiting = free.leaves() ? free : waiting;
        }
        of.contract = ModelContract.bought(seen, withTrial);
        trialUsed |= withTrial;
        contracts.add(of.contract);
    }

    boolean paysBack(int n) {
        List<Account> open = List.copyOf(accounts.values());
        if (open.isEmpty()) {
            return false;
        }
        ModelAccount billing = open.get(n % open.size()).billing;
        if (billing.paidMinor.isEmpty()) {
            return false;
        }
        billing.paysBack(n % billing.paidMinor.size(), false);
        return true;
    }

    /** The last payment is called back; what it pays runs out. */
    boolean dispute(int n, Instant now) {
        List<Account> open = List.copyOf(accounts.values());
        if (open.isEmpty()) {
            return false;
        }
        Account of = open.get(n % open.size());
        if (of.billing.keptMinor.isEmpty() || of.billing.keptMinor.getLast() == 0) {
            return false;
        }
        of.billing.paysBack(of.billing.keptMinor.size() - 1, true);
        ModelContract live = live();
        if (live != null && live == of.contract && live.canceledAt == null) {
            live.cancel(now);
        }
        return true;
    }

    @Override
    public void asked(String account, Instant now) {
        Objects.requireNonNull(account(account).contract).asked(graceDays, now);
    }

    @Override
    public void told(String account, Instant now) {
        Account of = account(account);
        if (of.contract == null) {
            of.billing.over = true;
        } else {
            of.billing.told(of.contract);
        }
    }

    @Override
    public void passed(Instant now) {
        ModelContract latest = latest();
        if (latest != null) {
            latest.passed(graceDays, zone, now);
        }
        if (waiting != null && live() == null) {
            contracts.add(waiting.goingOn(now));
            waiting = null;
        }
    }

    private Account account(String ref) {
        return Objects.requireNonNull(accounts.get(ref));
    }

    private Account accountOf(ModelContract contract) {
        return accounts.values().stream()
                .filter(it -> it.contract == contract)
                .findFirst()
                .orElseThrow();
    }
}
