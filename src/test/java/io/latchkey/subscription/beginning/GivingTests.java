package io.latchkey.subscription.beginning;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.MovingTime;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.TestSubscriber;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Subscriptions that nobody pays for. */
class GivingTests {

    private final TestSite site = MovingTime.service()
            .site("giving")
            .article("dossier", "subscribers")
            .monthlyPlan("monthly", 900, 3);

    @Test
    void aCompRenewsByItselfUntilTheSiteTakesItBack() {
        assertThat(give("ada", "comp-1", "\"source\":\"comp\"").status()).isEqualTo(201);
        TestSubscriber ada = new TestSubscriber(site.reader("ada"), "");
        assertThat(ada.is("source")).isEqualTo("comp");
        assertThat(ada.subscription().path("price").path("amountMinor").asInt()).isZero();
        assertThat(ada.reader().reason("dossier")).isEqualTo("plan");
        Instant end = ada.paidUntil();
        MovingTime.advanceTo(end);
        assertThat(ada.status()).isEqualTo("active");
        assertThat(ada.paidUntil()).isAfter(end);
        assertThat(ada.reader().unlockLeft()).isEqualTo(3);

        assertThat(takeBack("ada").status()).isEqualTo(200);
        assertThat(ada.status()).isEqualTo("expired");
        assertThat(ada.reader().reason("dossier")).isEqualTo("subscription-required");
        assertThat(ada.reader().unlockLeft()).isZero();
        assertThat(takeBack("ada").code()).isEqualTo("no-subscription");
    }

    @Test
    void aGiftEndsAfterItsPeriodsWithoutRenewal() {
        Answer given = give("ben", "gift-1", "\"source\":\"gift\",\"periods\":2");
        assertThat(given.status()).as(given.text()).isEqualTo(201);
        TestSubscriber ben = new TestSubscriber(site.reader("ben"), "");
        assertThat(ben.subscription().has("renewsAt")).isFalse();
        Instant end = ben.paidUntil();
        MovingTime.advance("P1M");
        assertThat(ben.status()).isEqualTo("active");
        MovingTime.advanceTo(end);
        assertThat(ben.status()).isEqualTo("expired");

        assertThat(TestSubscriber.of(ben.reader(), "monthly").status()).isEqualTo("active");
        assertThat(takeBack("ben").code()).isEqualTo("not-given");
    }

    /** Seen: it ended as if it had not been paused, and two periods' unlocks were lost. */
    @Test
    void aGiftMovesWithItsPause() {
        assertThat(give("pam", "gift-5", "\"source\":\"gift\",\"periods\":3").status())
                .isEqualTo(201);
        TestSubscriber pam = new TestSubscriber(site.reader("pam"), "");
        Instant begun = Instant.parse(pam.is("periodStart"));
        MovingTime.advanceTo(begun.plus(Duration.ofDays(5)));
        assertThat(pam.pause("{}").status()).isEqualTo(200);
        MovingTime.advanceTo(begun.plus(Duration.ofDays(66)));
        assertThat(pam.resume().status()).isEqualTo(200);
        Instant end = pam.paidUntil();
        for (int period = 1; period <= 3; period++) {
            assertThat(pam.status()).as("in period %s", period).isEqualTo("active");
            assertThat(pam.reader().unlockLeft()).as("in period %s", period).isEqualTo(3);
            if (period < 3) {
                MovingTime.advance("P1M");
            }
        }
        MovingTime.advanceTo(end);
        assertThat(pam.status()).isEqualTo("expired");
        assertThat(MovingTime.now()).isAfter(begun.plus(Duration.ofDays(61 + 89)));
    }

    /** Seen: canceled on its first day, half a year was over after a month. */
    @Test
    void aGiftThatIsCanceledLastsAsLongAsItWasGivenFor() {
        assertThat(give("cat", "gift-6", "\"source\":\"gift\",\"periods\":6").status())
                .isEqualTo(201);
        TestSubscriber cat = new TestSubscriber(site.reader("cat"), "");
        Instant end = cat.paidUntil();
        assertThat(end).isAfter(MovingTime.now().plus(Duration.ofDays(180)));
        Answer canceled = cat.cancel("period-end");
        assertThat(canceled.text("accessUntil")).isEqualTo(end.toString());
        assertThat(cat.paidUntil()).isEqualTo(end);

        for (int period = 2; period <= 6; period++) {
            MovingTime.advance("P1M");
            assertThat(cat.status()).isEqualTo("canceled");
            assertThat(cat.reader().reason("dossier")).isEqualTo("plan");
            assertThat(cat.reader().unlockLeft()).as("in period %s", period).isEqualTo(3);
        }
        MovingTime.advanceTo(end);
        assertThat(cat.status()).isEqualTo("expired");
        assertThat(cat.reader().unlockLeft()).isZero();
    }

    /** What a pause held back is open from the cancellation on, all of it. */
    @Test
    void aGiftThatIsCanceledInItsPauseLastsAsMuchLonger() {
        assertThat(give("dan", "gift-7", "\"source\":\"gift\",\"periods\":2").status())
                .isEqualTo(201);
        TestSubscriber dan = new TestSubscriber(site.reader("dan"), "");
        Instant end = dan.paidUntil();
        assertThat(dan.pause("{}").status()).isEqualTo(200);
        MovingTime.advance("P10D");
        assertThat(dan.cancel("period-end").status()).isEqualTo(201);
        assertThat(dan.paidUntil()).isAfter(end.plus(Duration.ofDays(10)));
        assertThat(dan.reader().unlockLeft()).isEqualTo(3);

        MovingTime.advanceTo(end);
        assertThat(dan.reader().reason("dossier")).isEqualTo("plan");
        assertThat(dan.reader().unlockLeft()).isEqualTo(3);
        MovingTime.advanceTo(dan.paidUntil());
        assertThat(dan.status()).isEqualTo("expired");
    }

    @Test
    void makesWayForOneThatIsBought() {
        assertThat(give("kim", "gift-2", "\"source\":\"gift\",\"periods\":3").status())
                .isEqualTo(201);
        TestReader kim = site.reader("kim");
        TestSubscriber bought = TestSubscriber.of(kim, "monthly");
        assertThat(bought.is("source")).isEqualTo("bought");
        assertThat(bought.status()).isEqualTo("active");
        assertThat(kim.unlockLeft()).isEqualTo(3);
        assertThat(give("kim", "gift-3", "\"source\":\"comp\"").code()).isEqualTo("already-subscribed");
    }

    /** Seen: who bought a month lost five that were given. */
    @Test
    void whatIsLeftOfAGiftWaitsForWhatItsReaderBoughtToBeOver() {
        assertThat(give("gil", "gift-8", "\"source\":\"gift\",\"periods\":6").status())
                .isEqualTo(201);
        TestReader gil = site.reader("gil");
        Instant end = new TestSubscriber(gil, "").paidUntil();
        MovingTime.advance("P10D");
        TestSubscriber bought = TestSubscriber.of(gil, "monthly");
        Duration month = Duration.between(MovingTime.now(), bought.paidUntil());
        assertThat(bought.cancel("period-end").status()).isEqualTo(201);
        assertThat(bought.is("source")).isEqualTo("bought");

        MovingTime.advanceTo(bought.paidUntil());
        assertThat(bought.is("source")).isEqualTo("gift");
        assertThat(bought.status()).isEqualTo("active");
        assertThat(bought.paidUntil())
                .isBetween(end.plus(month), end.plus(month).plus(Duration.ofMinutes(5)));
        assertThat(gil.reason("dossier")).isEqualTo("plan");
        assertThat(gil.unlockLeft()).isEqualTo(3);
        MovingTime.advanceTo(bought.paidUntil());
        assertThat(bought.status()).isEqualTo("expired");
    }

    @Test
    void whoEndsWhatTheyBoughtAsksTwiceAndKeepsTheGift() {
        assertThat(give("hal", "gift-9", "\"source\":\"gift\",\"periods\":2").status())
                .isEqualTo(201);
        TestSubscriber hal = TestSubscriber.of(site.reader("hal"), "monthly");
        Answer ended = hal.cancel("now");
        assertThat(ended.status()).as(ended.text()).isEqualTo(201);
        assertThat(hal.is("source")).isEqualTo("gift");

        Answer again = hal.cancel("now");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.text("id")).isEqualTo(ended.text("id"));
        assertThat(hal.status()).isEqualTo("active");
        MovingTime.advance("P1D");
        assertThat(hal.cancel("now").status()).isEqualTo(201);
        assertThat(hal.status()).isEqualTo("expired");
    }

    /** Seen: the receipt of a month before was the answer, and the gift went on. */
    @Test
    void whoEndsTheGiftAsSoonAsItGoesOnMeansTheGift() {
        assertThat(give("ivy", "gift-11", "\"source\":\"gift\",\"periods\":2").status())
                .isEqualTo(201);
        TestSubscriber ivy = TestSubscriber.of(site.reader("ivy"), "monthly");
        Answer before = ivy.cancel("period-end");
        assertThat(before.status()).isEqualTo(201);
        MovingTime.advanceTo(ivy.paidUntil());
        assertThat(ivy.is("source")).isEqualTo("gift");

        Answer ended = ivy.cancel("now");
        assertThat(ended.status()).as(ended.text()).isEqualTo(201);
        assertThat(ended.text("id")).isNotEqualTo(before.text("id"));
        assertThat(ivy.status()).isEqualTo("expired");
    }

    @Test
    void whoWithdrawsFromWhatTheyBoughtAsksTwiceAndKeepsTheGift() {
        assertThat(give("wes", "gift-10", "\"source\":\"gift\",\"periods\":2").status())
                .isEqualTo(201);
        TestSubscriber wes = TestSubscriber.of(site.reader("wes"), "monthly");
        Answer withdrawn = withdraw(wes);
        assertThat(withdrawn.status()).as(withdrawn.text()).isEqualTo(201);
        assertThat(wes.is("source")).isEqualTo("gift");

        Answer again = withdraw(wes);
        assertThat(again.status()).as(again.text()).isEqualTo(200);
        assertThat(again.text("id")).isEqualTo(withdrawn.text("id"));
        assertThat(wes.status()).isEqualTo("active");
    }

    private Answer withdraw(TestSubscriber subscriber) {
        return site.api()
                .post("/v1/me/subscription/withdrawal", subscriber.reader().token());
    }

    @Test
    void aGiftThatWaitsCanBeTakenBackAndEndsWithItsReader() {
        for (String ref : new String[] {"ida", "jon"}) {
            assertThat(give(ref, "gift-" + ref, "\"source\":\"gift\",\"periods\":2")
                            .status())
                    .isEqualTo(201);
        }
        TestSubscriber ida = TestSubscriber.of(site.reader("ida"), "monthly");
        assertThat(takeBack("ida").status()).isEqualTo(200);
        assertThat(ida.is("source")).isEqualTo("bought");
        assertThat(takeBack("ida").code()).isEqualTo("not-given");
        assertThat(ida.cancel("now").status()).isEqualTo(201);
        assertThat(ida.status()).isEqualTo("expired");

        TestSubscriber jon = TestSubscriber.of(site.reader("jon"), "monthly");
        assertThat(site.api().delete("/v1/me", jon.reader().token()).status()).isEqualTo(202);
        TestReader back = site.reader("jon");
        assertThat(back.reason("dossier")).isEqualTo("subscription-required");
    }

    @Test
    void isGivenOnceForAKey() {
        Answer first = give("lee", "gift-4", "\"source\":\"gift\",\"periods\":1");
        Answer again = give("lee", "gift-4", "\"source\":\"gift\",\"periods\":1");
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
    }

    @Test
    void canBeCanceledByItsReader() {
        assertThat(give("max", "comp-2", "\"source\":\"comp\"").status()).isEqualTo(201);
        TestSubscriber max = new TestSubscriber(site.reader("max"), "");
        assertThat(max.cancel("period-end").status()).isEqualTo(201);
        MovingTime.advanceTo(max.paidUntil());
        assertThat(max.status()).isEqualTo("expired");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"source\":\"gift\"",
                "\"source\":\"gift\",\"periods\":0",
                "\"source\":\"gift\",\"periods\":121",
                "\"source\":\"comp\",\"periods\":1",
                "\"source\":\"bought\""
            })
    void refusesWhatIsNeitherACompNorAGift(String members) {
        Answer refused = give("eve", "odd-" + members.hashCode(), members);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("invalid-body");
    }

    private Answer give(String ref, String key, String members) {
        return site.api()
                .send(site.api()
                        .request("/v1/readers/" + ref + "/subscription", site.key())
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", key)
                        .POST(BodyPublishers.ofString("{\"plan\":\"monthly\"," + members + "}"))
                        .build());
    }

    private Answer takeBack(String ref) {
        return site.api().delete("/v1/readers/" + ref + "/subscription", site.key());
    }
}
