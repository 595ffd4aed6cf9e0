package io.latchkey.account.leaving;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.account.home.Desk;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestSubscriber;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Within fourteen days a contract is left at once and the money goes back; later it is not. */
class WithdrawalTests {

    private static final String PATH = "/v1/me/subscription/withdrawal";
    private static final String CONSENT = ",\"consent\":{\"immediateStart\":%s,\"acknowledgedLoss\":%s}";

    private final LeavingDesk desk = LeavingDesk.open("\"timeZone\":\"Europe/Berlin\"");

    @Test
    void endsAtOnceWithAReceiptAndPaysAllBackWhenAskedTwiceOnce() {
        TestSubscriber ada = desk.subscriber("ada");
        desk.advance(Duration.ofDays(5));
        Answer withdrawn = withdraw(ada);
        assertThat(withdrawn.status()).as(withdrawn.text()).isEqualTo(201);
        assertThat(withdrawn.text("kind")).isEqualTo("withdrawal");
        assertThat(withdrawn.body().path("amountMinor").asInt()).isEqualTo(900);
        assertThat(ada.status()).isEqualTo("expired");
        assertThat(ada.reader().unlockLeft()).isZero();
        Answer again = withdraw(ada);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(withdrawn.body());
        desk.relay();
        assertThat(refundedMinor(ada)).isEqualTo(900);
        assertThat(desk.api()
                        .get("/v1/receipts/" + withdrawn.text("id") + "/verify", null)
                        .text())
                .contains("\"valid\"");
    }

    @Test
    void isPossibleUntilTheLastSecondOfTheSitesDayAndNotAfterIt() {
        TestSubscriber ada = desk.subscriber("ada");
        TestSubscriber bob = desk.subscriber("bob");
        Answer right = desk.api().get(PATH, ada.reader().token());
        assertThat(right.body().path("possible").asBoolean()).isTrue();
        Instant until = Instant.parse(right.text("until"));
        desk.advanceTo(until.minusSeconds(1));
        assertThat(withdraw(ada).status()).isEqualTo(201);
        desk.advanceTo(until);
        assertThat(withdraw(bob).code()).isEqualTo("withdrawal-over");
        assertThat(bob.status()).isEqualTo("active");
        assertThat(desk.api()
                        .get(PATH, bob.reader().token())
                        .body()
                        .path("possible")
                        .asBoolean())
                .isFalse();
        desk.declare("withdraw", "identity=B&email=bob@example.org");
        desk.look();
        assertThat(bob.status()).isEqualTo("active");
        assertThat(desk.listed("queued").text()).contains("withdrawal-over");
        assertThat(desk.lettersTo("bob@example.org"))
                .anySatisfy(letter -> assertThat(letter).contains("A withdrawal of your contract “Monthly”"));
        assertThat(refundedMinor(bob)).isZero();
    }

    @Test
    void needsNoLoginAndIsAcknowledgedToTheAddressOnFileAlone() {
        TestSubscriber ada = desk.subscriber("ada");
        desk.declare("withdraw", "identity=M&email=ada@example.org&confirm-to=mallory@evil.example");
        desk.look();
        assertThat(ada.status()).isEqualTo("expired");
        assertThat(desk.lettersTo("ada@example.org"))
                .anySatisfy(letter -> assertThat(letter)
                        .contains(
                                "your withdrawal is confirmed",
                                "To be paid back: €9.00",
                                "If it was not you who withdrew, please tell us."));
        assertThat(desk.recipients()).containsOnly("ada@example.org");
        desk.relay();
        assertThat(refundedMinor(ada)).isEqualTo(900);
    }

    /** Whose address the site did not tell, or who shares it, is known by their session. */
    @Test
    void whoeverIsSignedInWithdrawsAndCancelsWithoutAnAddressOnFile() {
        TestSubscriber ada = TestSubscriber.of(desk.site().reader("ada"), "monthly");
        TestSubscriber bob = TestSubscriber.of(desk.site().reader("bob"), "monthly");
        TestSubscriber cat = desk.subscriber("cat");
        Desk.of(ada.reader()).send("/withdraw", "identity=A&email=ada@example.org");
        Desk.of(bob.reader()).send("/cancel-contract", "kind=ordinary&identity=B&email=bob@example.org");
        // Who types another reader's address means theirs.
        Desk.of(bob.reader()).send("/withdraw", "identity=C&email=cat@example.org");
        // What nobody here has is not the contract of whoever sits at the keyboard, if theirs is known.
        TestSubscriber eve = desk.subscriber("eve");
        Desk.of(eve.reader()).send("/cancel-contract", "kind=ordinary&identity=M&email=mother@example.org");
        // Nor is what is over.
        desk.know("old", "old@example.org");
        TestSubscriber una = TestSubscriber.of(desk.site().reader("una"), "monthly");
        Desk.of(una.reader()).send("/cancel-contract", "kind=ordinary&identity=O&email=old@example.org");
        // Nobody is signed in as whoever only came by.
        Desk.of(desk.site().anonymous()).send("/withdraw", "identity=D&email=dan@example.org");
        desk.look();
        assertThat(Stream.of(ada, bob, cat, eve, una).map(TestSubscriber::status))
                .containsExactly("expired", "canceled", "expired", "active", "active");
        assertThat(desk.listed("queued").body().path("items"))
                .extracting(it -> it.path("because").asString())
                .containsExactly("no-contract", "no-contract", "no-contract");
    }

    @Test
    void aProratedRefundNeedsTheBuyersWholeConsent() {
        desk.site().settings("\"withdrawals\":{\"refund\":\"prorated\"}");
        TestSubscriber without = TestSubscriber.of(desk.site().reader("w"), "monthly");
        TestSubscriber half = consenting("h", CONSENT.formatted(true, false));
        TestSubscriber whole = consenting("c", CONSENT.formatted(true, true));
        Instant start = desk.now();
        Instant now = desk.advance(Duration.ofDays(7));
        long all = Duration.between(start, whole.paidUntil()).toSeconds();
        long left = Duration.between(now, whole.paidUntil()).toSeconds();
        assertThat(back(withdraw(without))).isEqualTo(900);
        assertThat(back(withdraw(half))).isEqualTo(900);
        assertThat(back(withdraw(whole)))
                .isEqualTo((900 * left + all - 1) / all)
                .isLessThan(900);
        desk.relay();
        assertThat(refundedMinor(whole)).isEqualTo((900 * left + all - 1) / all);
    }

    @Test
    void consentStandsOnTheReceiptOfThePurchase() {
        TestSubscriber ada = consenting("ada", CONSENT.formatted(true, true));
        JsonNode receipt = desk.api()
                .get("/v1/me/receipts", ada.reader().token())
                .body()
                .path("items")
                .path(0);
        assertThat(receipt.path("acknowledgedLoss").asBoolean()).isTrue();
        String page = desk.api()
                .send(desk.api()
                        .request("/v1/receipts/" + receipt.path("id").asString(), null)
                        .header("Accept", "text/html")
                        .build())
                .text();
        assertThat(page).contains("begins at once", "lose your right of withdrawal");
        Answer partial = begin("bob", ",\"consent\":{\"immediateStart\":true}");
        assertThat(partial.code()).isEqualTo("invalid-body");
    }

    @Test
    void theSandboxesPageShowsWhatIsConsentedToAndRecordsIt() {
        TestReader ada = desk.site().reader("ada");
        String checkout = ada.checkout("monthly");
        assertThat(desk.api().get(checkout, null).text())
                .contains("name=\"immediateStart\"", "name=\"acknowledgedLoss\"");
        Answer paid = desk.api()
                .send(desk.api()
                        .request(checkout + "/pay", null)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("immediateStart=on&acknowledgedLoss=on"))
                        .build());
        assertThat(paid.status()).as(paid.text()).isEqualTo(200);
        assertThat(desk.api().get("/v1/me/receipts", ada.token()).text()).contains("\"acknowledgedLoss\":true");
    }

    @Test
    void whoeverBoughtSomethingElseAsWellIsAskedByThePublisherWhichIsMeant() {
        desk.site().plan("ten", """
            {"kind":"pack","name":"Ten","unlocks":10,
             "price":{"amountMinor":500,"currency":"EUR"}}
            """);
        TestSubscriber ada = desk.subscriber("ada");
        desk.buysPack(ada.reader(), "ten");
        desk.declare("withdraw", "identity=A&email=ada@example.org");
        desk.look();
        assertThat(ada.status()).isEqualTo("active");
        assertThat(ada.reader().unlockLeft()).isEqualTo(13);
        assertThat(desk.listed("queued").text()).contains("several-contracts");
    }

    @Test
    void whatTheSiteGaveIsNoContract() {
        TestReader ada = desk.site().reader("ada");
        desk.site().give("ada", "{\"plan\":\"monthly\",\"source\":\"comp\"}");
        assertThat(desk.api().post(PATH, ada.token()).code()).isEqualTo("withdrawal-over");
        assertThat(desk.api().post(PATH, desk.site().reader("new").token()).code())
                .isEqualTo("no-subscription");
    }

    private Answer withdraw(TestSubscriber reader) {
        return desk.api().post(PATH, reader.reader().token());
    }

    private static long back(Answer withdrawn) {
        assertThat(withdrawn.status()).as(withdrawn.text()).isEqualTo(201);
        return withdrawn.body().path("amountMinor").asLong();
    }

    private TestSubscriber consenting(String ref, String consent) {
        Answer begun = begin(ref, consent);
        assertThat(begun.status()).as(begun.text()).isEqualTo(201);
        URI url = URI.create(begun.body().path("checkout").path("url").asString());
        TestSubscriber subscriber = new TestSubscriber(desk.site().reader(ref), url.getPath());
        assertThat(subscriber.pay()).isEqualTo("paid");
        return subscriber;
    }

    private Answer begin(String ref, String consent) {
        return desk.api()
                .post("/v1/me/subscription", desk.site().reader(ref).token(), "{\"plan\":\"monthly\"" + consent + "}");
    }

    private long refundedMinor(TestSubscriber reader) {
        return reader.reader().payments().stream()
                .mapToLong(payment -> payment.path("refundedMinor").asLong())
                .sum();
    }
}
