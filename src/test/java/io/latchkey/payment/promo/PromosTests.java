package io.latchkey.payment.promo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.plan.Discount;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.database.Ids;
import io.latchkey.shared.database.Shield;
import io.latchkey.shared.problem.Problem;
import io.latchkey.testing.Problems;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What becomes of a code from the checkout on. */
@Tag("oldest")
class PromosTests {

    private final PromoCounter counter = new PromoCounter();
    private final Promos promos = counter.promos;
    private final PromoCodeId code = counter.code("SPRING", "{\"percent\":50,\"payments\":3,\"redemptions\":2}");
    private final PromoCodeId other = counter.code("AUTUMN", "{\"percent\":20}");
    private final ReaderKey ada = counter.reader();
    private static final Reduction HALF_OFF_THREE = new Reduction(Discount.percent(50, 3), List.of(), null);
    private final UUID checkout = Ids.next();

    @Test
    void isReservedWithTheCheckoutAndRedeemedWithItsPayment() {
        assertThat(counter.begin(ada, code, checkout).block()).isEqualTo(HALF_OFF_THREE);
        assertThat(counter.count(code)).isEqualTo("1/0/1");
        assertThat(promos.confirm(ada, code, checkout).block()).isTrue();
        assertThat(promos.confirm(ada, code, checkout).block()).isTrue();
        assertThat(counter.count(code)).isEqualTo("1/1/0");
    }

    @Test
    void servesAReaderOnce() {
        redeemed(ada);
        assertThat(counter.outcome(ada, code)).isEqualTo("promo-code-already-used");
        assertThat(promos.confirm(ada, code, Ids.next()).block())
                .as("another checkout's payment")
                .isFalse();
        assertThat(counter.count(code)).isEqualTo("1/1/0");
    }

    @Test
    void servesAsManyReadersAsItSays() {
        redeemed(ada);
        redeemed(counter.reader());
        assertThat(counter.outcome(counter.reader(), code)).isEqualTo("promo-code-used-up");
        assertThat(counter.count(code)).isEqualTo("2/2/0");
    }

    @Test
    void comesAlongToTheNextCheckout() {
        counter.begin(ada, code, Ids.next()).block();
        counter.begin(counter.reader(), code, Ids.next()).block();
        assertThat(counter.begin(ada, code, checkout).block())
                .as("although no other reader finds room")
                .isEqualTo(HALF_OFF_THREE);
        assertThat(counter.count(code)).isEqualTo("2/0/2");
        assertThat(promos.confirm(ada, code, checkout).block()).isTrue();
        assertThat(counter.count(code)).isEqualTo("2/1/1");
    }

    @Test
    void makesRoomWhenTheReaderTakesAnotherCode() {
        counter.begin(ada, code, Ids.next()).block();
        counter.begin(ada, other, Ids.next()).block();
        assertThat(counter.count(code)).isEqualTo("0/0/0");
        assertThat(counter.count(other)).isEqualTo("1/0/1");
    }

    @Test
    void makesRoomOnceWhenTheCheckoutIsClosed() {
        counter.begin(ada, code, checkout).block();
        promos.release(ada, Ids.next()).block();
        assertThat(counter.count(code)).as("another checkout's end").isEqualTo("1/0/1");
        promos.release(ada, checkout).block();
        promos.release(ada, checkout).block();
        promos.release(ada).block();
        assertThat(counter.count(code)).isEqualTo("0/0/0");
    }

    @Test
    void staysRedeemedWhateverIsReleased() {
        redeemed(ada);
        promos.release(ada, checkout).block();
        promos.release(ada).block();
        promos.expireReservations(Instant.parse("2999-01-01T00:00:00Z")).block();
        assertThat(counter.count(code)).isEqualTo("1/1/0");
    }

    @Test
    void leavesAllAsItWasWhenItRefuses() {
        redeemed(counter.reader());
        redeemed(counter.reader());
        counter.begin(ada, other, checkout).block();
        assertThat(counter.outcome(ada, code)).isEqualTo("promo-code-used-up");
        assertThat(counter.count(code)).isEqualTo("2/2/0");
        assertThat(counter.count(other)).as("the reader's former code").isEqualTo("1/0/1");
        assertThat(promos.confirm(ada, other, checkout).block()).isTrue();
    }

    @Test
    void isNotReservedWhenTheCheckoutIsNot() {
        Mono<Discount> cut = counter.begin(ada, code, checkout).then(Mono.error(new IllegalStateException("cut off")));
        Shield shield = TestService.shared().bean(Shield.class);
        assertThatThrownBy(() -> shield.transaction(cut).block()).hasMessage("cut off");
        assertThat(counter.count(code)).isEqualTo("0/0/0");
    }

    @Test
    void isThereForAPaymentThatComesLateWhileThereIsRoom() {
        counter.begin(ada, code, checkout).block();
        promos.release(ada, checkout).block();
        redeemed(counter.reader());
        assertThat(promos.confirm(ada, code, checkout).block()).isTrue();
        assertThat(counter.count(code)).isEqualTo("2/2/0");
    }

    @Test
    void isGoneForAPaymentThatComesTooLate() {
        counter.begin(ada, code, checkout).block();
        promos.release(ada, checkout).block();
        redeemed(counter.reader());
        redeemed(counter.reader());
        assertThat(promos.confirm(ada, code, checkout).block()).isFalse();
        assertThat(promos.confirm(ada, code, checkout).block()).isFalse();
        assertThat(counter.count(code)).isEqualTo("2/2/0");
    }

    @Test
    void isHonouredForACheckoutThatBeganBeforeItEnded() {
        counter.begin(ada, code, checkout).block();
        counter.site().api().delete("/v1/promo-codes/SPRING", counter.site().key());
        assertThat(counter.outcome(counter.reader(), code)).isEqualTo("promo-code-expired");
        assertThat(promos.confirm(ada, code, checkout).block()).isTrue();
    }

    @Test
    void isNotSoldBelowWhatIsTaken() {
        redeemed(ada);
        counter.begin(counter.reader(), code, Ids.next()).block();
        Problems.assertProblem(
                "two are taken",
                counter.site()
                        .api()
                        .put("/v1/promo-codes/SPRING", counter.site().key(), "{\"percent\":50,\"redemptions\":1}"),
                409,
                "promo-code-limit-too-low");
        counter.code("SPRING", "{\"percent\":10,\"redemptions\":2}");
        assertThat(counter.outcome(counter.reader(), code)).isEqualTo("promo-code-used-up");
    }

    @Test
    void comesBackWhenItsCheckoutCanNotBePaidAnyMore() {
        counter.begin(ada, code, checkout).block();
        counter.begin(counter.reader(), code, Ids.next()).block();
        counter.begin(counter.reader(), other, Ids.next()).block();
        Instant now = Instant.now();
        promos.purge(now.plus(55, ChronoUnit.MINUTES)).block();
        assertThat(counter.count(code)).isEqualTo("2/0/2");
        promos.purge(now.plus(65, ChronoUnit.MINUTES)).block();
        assertThat(counter.count(code)).isEqualTo("0/0/0");
        assertThat(counter.count(other)).isEqualTo("0/0/0");
    }

    @Test
    void isKeptFromOversellingByTheDatabaseToo() {
        redeemed(ada);
        for (String forced : new String[] {
            "UPDATE promo_code SET taken = 3 WHERE site_id = ? AND code = 'SPRING'",
            "UPDATE promo_code SET taken = -1 WHERE site_id = ? AND code = 'SPRING'",
            "UPDATE promo_code SET percent = 101 WHERE site_id = ? AND code = 'SPRING'",
            "UPDATE promo_code SET amount_minor = 5 WHERE site_id = ? AND code = 'SPRING'"
        }) {
            assertThatThrownBy(() -> PromoCounter.change(forced, counter.site().id()))
                    .as(forced)
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("check constraint");
        }
    }

    @Test
    void isNothingToAReaderOfAnotherSite() {
        PromoCounter elsewhere = new PromoCounter();
        assertThatThrownBy(() ->
                        elsewhere.begin(elsewhere.reader(), code, checkout).block())
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.kind()).isEqualTo(PromoProblem.UNKNOWN_PROMO_CODE));
    }

    @Test
    void isInTheReadersDataAndOutlivesThemWithoutBeingRefilled() {
        TestReader bo = counter.site().reader("bo");
        UUID id = UUID.fromString(bo.me().path("reader").path("id").asString());
        ReaderKey key = new ReaderKey(ada.site(), id);
        counter.begin(key, code, checkout).block();
        promos.confirm(key, code, checkout).block();
        counter.begin(key, other, Ids.next()).block();
        assertThat(export(bo)).contains("SPRING", "redeemed", "AUTUMN", "reserved");
        assertThat(counter.site().api().delete("/v1/me", bo.token()).status()).isEqualTo(202);
        assertThat(counter.count(code)).isEqualTo("1/1/0");
        assertThat(counter.count(other)).isEqualTo("0/0/0");
        assertThat(counter.outcome(key, code)).isEqualTo("promo-code-already-used");
    }

    private String export(TestReader reader) {
        return counter.site()
                .api()
                .get("/v1/me/export", reader.token())
                .body()
                .path("promoCodes")
                .toString();
    }

    private void redeemed(ReaderKey reader) {
        counter.begin(reader, code, checkout).block();
        assertThat(promos.confirm(reader, code, checkout).block()).isTrue();
    }
}
