package io.latchkey.metering;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** The order in which grants pay, as a rule of its own: few values, so that ties are common (rule 10). */
class BurnOrderTests {

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    @Property(tries = 500)
    void comparesTheOtherWayRoundWhenTheTwoAreSwapped(@ForAll("grants") Grant one, @ForAll("grants") Grant other) {
        int forth = Integer.signum(Grant.BURN_ORDER.compare(one, other));
        int back = Integer.signum(Grant.BURN_ORDER.compare(other, one));
        assertThat(forth).isEqualTo(-back);
    }

    @Property(tries = 500)
    void saysEqualOnlyOfOneAndTheSameGrant(@ForAll("grants") Grant one, @ForAll("grants") Grant other) {
        boolean sameKey = one.priority() == other.priority()
                && Objects.equals(one.expiresAt(), other.expiresAt())
                && one.createdAt().equals(other.createdAt())
                && one.id().equals(other.id());
        assertThat(Grant.BURN_ORDER.compare(one, other) == 0).isEqualTo(sameKey);
    }

    @Property(tries = 1_000)
    void isTransitive(@ForAll("grants") Grant one, @ForAll("grants") Grant two, @ForAll("grants") Grant last) {
        List<Grant> three = new ArrayList<>(List.of(one, two, last));
        three.sort(Grant.BURN_ORDER);
        assertThat(Grant.BURN_ORDER.compare(three.get(0), three.get(2))).isNotPositive();
    }

    @Property(tries = 500)
    void putsAnyTwoNeighboursInTheStatedOrder(@ForAll @Size(min = 2, max = 12) List<@From("grants") Grant> grants) {
        List<Grant> burning = new ArrayList<>(grants);
        burning.sort(Grant.BURN_ORDER);
        for (int i = 1; i < burning.size(); i++) {
            assertThat(paysNoLaterThan(burning.get(i - 1), burning.get(i)))
                    .as("%s before %s", burning.get(i - 1), burning.get(i))
                    .isTrue();
        }
    }

    @Property(tries = 200)
    void comesOutTheSameHoweverTheGrantsWereShuffled(
            @ForAll @Size(min = 2, max = 12) List<@From("grants") Grant> grants, @ForAll long seed) {
        List<Grant> burning = new ArrayList<>(grants);
        burning.sort(Grant.BURN_ORDER);
        List<Grant> shuffled = new ArrayList<>(grants);
        Collections.shuffle(shuffled, new Random(seed));
        shuffled.sort(Grant.BURN_ORDER);
        assertThat(ids(shuffled)).isEqualTo(ids(burning));
    }

    @Property(tries = 500)
    void isDrawnFromWhileSomethingIsLeftAndItsTimeIsNotOver(
            @ForAll("grants") Grant grant, @ForAll("moments") Instant now) {
        boolean inTime = grant.expiresAt() == null || grant.expiresAt().compareTo(now) > 0;
        assertThat(grant.drawableAt(now)).isEqualTo(grant.amount() - grant.used() >= 1 && inTime);
    }

    /** The order in the words of the design: written out, not composed of comparators. */
    private static boolean paysNoLaterThan(Grant first, Grant then) {
        if (first.priority() != then.priority()) {
            return first.priority() < then.priority();
        }
        Instant ends = first.expiresAt();
        Instant thenEnds = then.expiresAt();
        if (ends == null && thenEnds != null) {
            return false;
        }
        if (ends != null && thenEnds == null) {
            return true;
        }
        if (ends != null && thenEnds != null && !ends.equals(thenEnds)) {
            return ends.isBefore(thenEnds);
        }
        if (!first.createdAt().equals(then.createdAt())) {
            return first.createdAt().isBefore(then.createdAt());
        }
        int high = Long.compareUnsigned(
                first.id().getMostSignificantBits(), then.id().getMostSignificantBits());
        return high != 0
                ? high < 0
                : Long.compareUnsigned(
                                first.id().getLeastSignificantBits(), then.id().getLeastSignificantBits())
                        <= 0;
    }

    private static List<UUID> ids(List<Grant> grants) {
        return grants.stream().map(Grant::id).toList();
    }

    @Provide
    static Arbitrary<Grant> grants() {
        return Combinators.combine(
                        uuids(),
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.of(10, 20, 30),
                        moments().injectNull(0.3),
                        moments())
                .as((id, amount, used, priority, expires, created) -> new Grant(
                        id, GrantSource.GIFT, amount, Math.min(amount, used), priority, expires, null, created));
    }

    /** Both signs of both halves: UUID.compareTo would be wrong about the half of them. */
    private static Arbitrary<UUID> uuids() {
        Arbitrary<Long> halves = Arbitraries.of(Long.MIN_VALUE, -1L, 0L, 1L, Long.MAX_VALUE);
        return Combinators.combine(halves, halves).as(UUID::new);
    }

    @Provide
    static Arbitrary<Instant> moments() {
        return Arbitraries.integers().between(0, 3).map(days -> START.plusSeconds(86_400L * days));
    }
}
