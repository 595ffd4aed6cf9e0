package io.latchkey.access;

import static io.latchkey.article.AccessLevel.FREE;
import static io.latchkey.article.AccessLevel.METERED;
import static io.latchkey.article.AccessLevel.PREMIUM;
import static io.latchkey.article.AccessLevel.REGISTERED;
import static io.latchkey.article.AccessLevel.SUBSCRIBERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.access.Reason.Verdict;
import io.latchkey.access.Standing.Membership;
import io.latchkey.article.AccessLevel;
import io.latchkey.subscription.state.SubscriptionStatus;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The decision against the contract's ordered list, over every combination there is (rule 3). */
class DecisionTests {

    /** One line of the contract: when the reason applies, if none before it does. */
    private record Rule(Reason reason, Predicate<Standing> applies) {}

    /** In the contract's order and words; written without looking at how the code decides. */
    private static final List<Rule> CONTRACT = List.of(
            new Rule(Reason.UNKNOWN_ARTICLE, r -> r.article() == null),
            new Rule(Reason.FREE, r -> level(r) == FREE),
            new Rule(Reason.REGISTERED, r -> level(r) == REGISTERED && !r.anonymous()),
            new Rule(Reason.PLAN, r -> Set.of(METERED, PREMIUM, SUBSCRIBERS).contains(level(r)) && planIsOpen(r)),
            new Rule(Reason.UNLOCKED, Standing::unlocked),
            new Rule(Reason.METERED, DecisionTests::readInThisPeriod),
            new Rule(Reason.SIGN_IN_REQUIRED, r -> r.anonymous() && !meterPays(r) && !unlockPays(r)),
            new Rule(Reason.METER_AVAILABLE, DecisionTests::meterPays),
            new Rule(Reason.UNLOCK_AVAILABLE, DecisionTests::unlockPays),
            new Rule(Reason.SUBSCRIPTION_PAST_DUE, DecisionTests::planIsUnpaid),
            new Rule(Reason.SUBSCRIPTION_REQUIRED, r -> level(r) == SUBSCRIBERS),
            new Rule(Reason.NO_UNLOCK_LEFT, _ -> true));

    @Test
    void givesTheFirstReasonOfTheContractThatAppliesInEveryCombination() {
        assertThat(EveryStanding.all().count()).isGreaterThan(10_000);
        EveryStanding.all()
                .forEach(reader ->
                        assertThat(Decision.decide(reader)).as("%s", reader).isEqualTo(firstThatApplies(reader)));
    }

    @Test
    void reachesEveryReasonOfTheContract() {
        assertThat(EveryStanding.all().map(Decision::decide).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(Reason.values());
    }

    @Test
    void grantsNothingLongerThanTheAccessThatTheReasonStandsFor() {
        EveryStanding.all().forEach(reader -> {
            Reason reason = Decision.decide(reader);
            Instant end = Decision.endOf(reason, reader);
            if (reason == Reason.PLAN) {
                assertThat(end).isEqualTo(membership(reader).openUntil());
            } else if (reason == Reason.METERED) {
                assertThat(end).isEqualTo(reader.readUntil());
            } else if (reason.granted()) {
                assertThat(end).isNull();
            } else {
                assertThat(end).isEqualTo(reader.now());
            }
        });
    }

    @Test
    void callsUnlockableExactlyWhatTheReaderCanPayForNow() {
        EveryStanding.all().forEach(reader -> {
            Reason reason = Decision.decide(reader);
            boolean pays = !reason.granted() && reader.article() != null && (meterPays(reader) || unlockPays(reader));
            assertThat(reason.verdict() == Verdict.UNLOCKABLE).isEqualTo(pays);
        });
    }

    private static Reason firstThatApplies(Standing reader) {
        return CONTRACT.stream()
                .filter(rule -> rule.applies().test(reader))
                .map(Rule::reason)
                .findFirst()
                .orElseThrow();
    }

    private static AccessLevel level(Standing reader) {
        return Objects.requireNonNull(reader.article()).access();
    }

    private static Membership membership(Standing reader) {
        return Objects.requireNonNull(reader.membership());
    }

    private static boolean covers(Standing reader) {
        return reader.membership() != null && reader.membership().tiers().contains(EveryStanding.TIER);
    }

    private static boolean planIsOpen(Standing reader) {
        Instant end = covers(reader) ? membership(reader).openUntil() : null;
        return end != null && end.isAfter(reader.now());
    }

    private static boolean planIsUnpaid(Standing reader) {
        return covers(reader) && membership(reader).status() == SubscriptionStatus.PAST_DUE;
    }

    private static boolean readInThisPeriod(Standing reader) {
        return reader.readUntil() != null && reader.readUntil().isAfter(reader.now());
    }

    private static boolean meterPays(Standing reader) {
        return level(reader) == METERED
                && reader.meter().limit() > reader.meter().used();
    }

    private static boolean unlockPays(Standing reader) {
        return Set.of(METERED, PREMIUM).contains(level(reader)) && reader.unlockLeft() > 0;
    }
}
