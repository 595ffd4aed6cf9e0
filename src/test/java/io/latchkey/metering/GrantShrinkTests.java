package io.latchkey.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.site.SiteId;
import io.latchkey.testing.TestService;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Unlocks that are taken back, while others are being drawn (rule 1). */
class GrantShrinkTests {

    private static final String ORIGIN = "checkout:1";
    private static final Instant NOW = Instant.parse("2030-05-10T12:00:00Z");

    private final Grants grants = TestService.shared().bean(Grants.class);
    private final Draws draws = TestService.shared().bean(Draws.class);
    private final String site = TestService.shared().site("shrinking").id();
    private final ReaderKey ada = new ReaderKey(new SiteId(site), UUID.randomUUID());

    @AfterEach
    void balances() {
        Ledger.balances(site);
    }

    @Test
    void leavesWhatItIsToldTo() {
        give(ORIGIN, 10);
        assertThat(shrink(7)).isEqualTo(3);
        assertThat(left()).isEqualTo(7);
        assertThat(given()).as("what was given stays known").isEqualTo(10);
    }

    @Test
    void changesNothingWhenRepeatedOrTheOtherWayRound() {
        give(ORIGIN, 10);
        assertThat(shrink(4)).isEqualTo(6);
        assertThat(shrink(4)).isNull();
        assertThat(shrink(7)).as("a refund that is told late").isNull();
        assertThat(left()).isEqualTo(4);
    }

    @Test
    void leavesNothingWhenNothingWasSpent() {
        give(ORIGIN, 10);
        assertThat(shrink(0)).isEqualTo(10);
        assertThat(left()).isZero();
        assertThat(given()).isEqualTo(10);
        assertThat(draw("late")).isEqualTo(Draw.Outcome.NONE);
    }

    @Test
    void neverTakesWhatIsSpentNorClosesWhatIsOpen() {
        give(ORIGIN, 10);
        draw("one");
        draw("two");
        assertThat(shrink(0)).isEqualTo(8);
        assertThat(left()).isZero();
        assertThat(draw("one")).isEqualTo(Draw.Outcome.OPEN);
        assertThat(draw("three")).isEqualTo(Draw.Outcome.NONE);
    }

    @Test
    void takesNothingOfOtherGrants() {
        give(ORIGIN, 10);
        give("checkout:2", 5);
        assertThat(shrink(0)).isEqualTo(10);
        assertThat(left()).isEqualTo(5);
        assertThat(grants.shrink(ada, "checkout:3", 0).block()).isNull();
    }

    @Test
    void isKeptFromTakingSpentOnesByTheDatabaseToo() {
        give(ORIGIN, 2);
        draw("one");
        for (String forced : List.of("amount = 0", "amount = -1", "taken_back = -1", "amount = 0, used = 0")) {
            String sql = "UPDATE unlock_grant SET " + forced + " WHERE site_id = ?";
            assertThatThrownBy(() -> Ledger.change(sql, site))
                    .as(forced)
                    .rootCause()
                    .hasMessageContaining("check constraint");
        }
    }

    /** Each unlock that was answered is there, each that was taken back was not spent. */
    @RepeatedTest(10)
    void racesFiftyUnlocksAndLosesNone() {
        give(ORIGIN, 50);
        int keeps = new Random().nextInt(50);

        @Nullable
        List<String> outcomes = Flux.range(0, 51)
                .flatMap(number -> number == 25 ? shrunk(keeps) : drawn("post-" + number), 51)
                .collectList()
                .block();

        assertThat(outcomes).isNotNull().contains("shrunk").doesNotContain("OPEN");
        long spent = outcomes.stream().filter("SPENT"::equals).count();
        assertThat(spent).as("at least what it keeps").isBetween((long) keeps, 50L);
        assertThat(number("SELECT count(*) FROM unlock WHERE site_id = ?"))
                .as("every unlock that was answered")
                .isEqualTo(spent);
        assertThat(number("SELECT amount - used FROM unlock_grant WHERE site_id = ?"))
                .as("what is left when all had their turn")
                .isZero();
        assertThat(given()).isEqualTo(50);
    }

    /** Refunds in any order, at once and repeated: the largest decides. */
    @RepeatedTest(5)
    void endsAtTheLeastWhateverTheOrder() {
        give(ORIGIN, 50);
        Flux.range(0, 40).flatMap(number -> shrunk(10 + (number * 7) % 40), 40).blockLast();
        assertThat(left()).isEqualTo(10);
        assertThat(given()).isEqualTo(50);
    }

    private void give(String origin, int amount) {
        grants.giveOnce(ada, GrantSource.PACK, amount, null, origin).block();
    }

    private @Nullable Integer shrink(int amount) {
        return grants.shrink(ada, ORIGIN, amount).block();
    }

    private Mono<String> shrunk(int amount) {
        return grants.shrink(ada, ORIGIN, amount).then(Mono.just("shrunk"));
    }

    private Draw.@Nullable Outcome draw(String article) {
        return draws.unlock(ada, article, NOW).map(Draw::outcome).block();
    }

    private Mono<String> drawn(String article) {
        return draws.unlock(ada, article, NOW).map(draw -> draw.outcome().name());
    }

    private @Nullable Long left() {
        return grants.unlockLeft(ada).block();
    }

    private @Nullable Integer given() {
        return grants.given(ada, ORIGIN).block();
    }

    private long number(String sql) {
        return Ledger.number(sql, site);
    }
}
