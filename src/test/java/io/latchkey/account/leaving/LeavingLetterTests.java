package io.latchkey.account.leaving;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestSubscriber;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is declared without signing in is confirmed to the address on file, and to no other. */
class LeavingLetterTests {

    private static final Pattern UNDO =
            Pattern.compile("/account/[a-z0-9-]+/cancel-contract/undo\\?token=([A-Za-z0-9_-]{80})");

    private final LeavingDesk desk = LeavingDesk.open("\"timeZone\":\"Europe/Berlin\"");

    @Test
    void confirmsToTheAddressOnFileWithEndAndUndoAndToNoneThatWasTyped() {
        TestSubscriber ada = desk.subscriber("ada");
        desk.declare(
                "cancel-contract",
                "kind=ordinary&identity=Mallory&email=ADA@example.org"
                        + "&confirm-to=mallory@evil.example&reason=https://evil.example");
        String letter = confirmation("ada@example.org");
        assertThat(letter)
                .contains("Your contract ends on", "Monthly")
                .containsPattern("Your contract ends on .*:[0-9]{2} CES?T\\.")
                .containsPattern(UNDO)
                .doesNotContain("evil.example", "Mallory", "mallory");
        assertThat(desk.recipients()).containsOnly("ada@example.org");
        assertThat(ada.status()).isEqualTo("canceled");
    }

    @Test
    void whatFitsNoContractIsMailedToNobody() {
        desk.know("bob", "bob@example.org");
        desk.declare("cancel-contract", "kind=ordinary&identity=B&email=bob@example.org");
        desk.declare("withdraw", "identity=B&email=eve@example.org&confirm-to=eve@example.org");
        desk.declare("withdraw", "identity=B&email=bob@example.org");
        assertThat(desk.recipients()).isEmpty();
        assertThat(desk.listed("queued").body().path("items").size()).isEqualTo(3);
    }

    /** Nothing runs that could end; but what they bought once they may mean. */
    @Test
    void whoeverBoughtOnceIsToldThatItCame() {
        desk.site().plan("pack", """
            {"kind":"pack","name":"Five","unlocks":5,"price":{"amountMinor":400,"currency":"EUR"}}
            """);
        desk.subscriber("ada").cancel("now");
        desk.know("bob", "bob@example.org");
        // From that nobody can withdraw.
        desk.site().give("bob", "{\"plan\":\"monthly\",\"source\":\"comp\"}");
        desk.buysPack(desk.site().reader("bob"), "pack");
        desk.declare("cancel-contract", "kind=ordinary&identity=A&email=ada@example.org");
        desk.declare("withdraw", "identity=B&email=bob@example.org&confirm-to=mallory@evil.example");
        // What the site gave was no contract.
        desk.know("cat", "cat@example.org");
        desk.site().give("cat", "{\"plan\":\"monthly\",\"source\":\"gift\",\"periods\":1}");
        desk.advance(Duration.ofDays(40));
        desk.declare("withdraw", "identity=C&email=cat@example.org");
        assertThat(desk.lettersTo("ada@example.org"))
                .anySatisfy(letter -> assertThat(letter)
                        .contains("A cancellation of a contract with us reached us")
                        // Which one they mean nobody knows, and none runs.
                        .doesNotContain("Monthly", "stay as they are"));
        assertThat(desk.lettersTo("bob@example.org"))
                .anySatisfy(letter -> assertThat(letter)
                        .contains("A withdrawal of a contract with us reached us", "Somebody has to look at it"));
        assertThat(desk.lettersTo("cat@example.org")).noneMatch(letter -> letter.contains("declaration"));
        assertThat(desk.recipients()).containsOnly("ada@example.org", "bob@example.org", "cat@example.org");
        assertThat(desk.listed("queued").text()).contains("ada@example.org", "bob@example.org", "cat@example.org");
    }

    @Test
    void whatThePublisherHasToLookAtIsAcknowledgedWithoutAWordOfTheStrangers() {
        desk.subscriber("ada");
        desk.declare(
                "cancel-contract",
                "kind=extraordinary&reason=https://evil.example&identity=M&email=ada@example.org"
                        + "&confirm-to=mallory@evil.example");
        assertThat(desk.lettersTo("ada@example.org"))
                .anySatisfy(letter -> assertThat(letter)
                        .contains("A cancellation of your contract “Monthly” reached us")
                        .contains("Somebody has to look at it"))
                .noneSatisfy(letter -> assertThat(letter).contains("evil.example"));
        assertThat(desk.recipients()).containsOnly("ada@example.org");
    }

    @Test
    void theLinkUndoesOnceAndLookingAtItSpendsNothing() {
        TestSubscriber ada = desk.subscriber("ada");
        String token = undo(ada);
        for (int scan = 0; scan < 3; scan++) {
            Answer page = desk.api().get(desk.path("cancel-contract/undo?token=" + token), null);
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.text())
                    .contains("value=\"" + token + "\"")
                    // In another language it is the same page.
                    .contains("undo?token=" + token + "&amp;lang=de\" hreflang=\"de\"");
        }
        assertThat(ada.status()).isEqualTo("canceled");
        assertThat(undo(token).status()).isEqualTo(200);
        assertThat(ada.status()).isEqualTo("active");
        assertThat(undo(token).status()).isEqualTo(410);
        assertThat(ada.cancel("period-end").status()).isEqualTo(201);
        assertThat(undo(token).status()).isEqualTo(410);
        assertThat(ada.status()).isEqualTo("canceled");
    }

    @Test
    void ofManyClicksAtOnceOneUndoes() {
        TestSubscriber ada = desk.subscriber("ada");
        String token = undo(ada);
        List<CompletableFuture<Answer>> clicks = Stream.generate(() -> CompletableFuture.supplyAsync(() -> undo(token)))
                .limit(8)
                .toList();
        assertThat(clicks.stream().map(click -> click.join().status()))
                .containsOnly(200, 410)
                .containsOnlyOnce(200);
        assertThat(ada.status()).isEqualTo("active");
    }

    @Test
    void noOtherTextAndNoOtherSiteUndoesAnything() {
        TestSubscriber ada = desk.subscriber("ada");
        String token = undo(ada);
        char last = token.charAt(40) == 'A' ? 'B' : 'A';
        String bent = token.substring(0, 40) + last + token.substring(41);
        for (String bad : List.of("", "none", bent, "A".repeat(80), token + "A")) {
            assertThat(undo(bad).status()).as(bad).isEqualTo(410);
        }
        LeavingDesk other = LeavingDesk.open("\"graceDays\":7");
        assertThat(other.declare("cancel-contract/undo", "token=" + token).status())
                .isEqualTo(410);
        assertThat(ada.status()).isEqualTo("canceled");
        desk.advanceTo(ada.paidUntil());
        assertThat(undo(token).status()).isEqualTo(410);
    }

    /** The second click of a double click sends the same page again. */
    @Test
    void sentTwiceFromOnePageItIsOneDeclaration() {
        for (String page : List.of("cancel-contract", "withdraw")) {
            String ref = "ada-" + page;
            TestSubscriber ada = desk.subscriber(ref);
            String form = desk.api()
                    .get(desk.path(page), null)
                    .text()
                    .replaceAll("(?s).*name=\"form\" value=\"([A-Za-z0-9_-]{43})\".*", "$1");
            String fields = "kind=ordinary&identity=A&email=" + ref + "@example.org&form=";
            List<CompletableFuture<Answer>> clicks = Stream.generate(
                            () -> CompletableFuture.supplyAsync(() -> desk.declare(page, fields + form)))
                    .limit(4)
                    .toList();
            assertThat(clicks.stream().map(click -> LeavingDesk.location(click.join())))
                    .containsOnly(LeavingDesk.location(clicks.getFirst().join()));
            assertThat(desk.lettersTo(ref + "@example.org").stream().filter(letter -> letter.contains("confirmed")))
                    .hasSize(1);
            assertThat(desk.listed("done").text()).containsOnlyOnce(ref + "@example.org");
            assertThat(ada.status()).isEqualTo(page.equals("withdraw") ? "expired" : "canceled");
            assertThat(desk.listed("queued").body().path("items").size()).isZero();
        }
    }

    /** Whoever goes back and corrects what they typed has declared something else. */
    @Test
    void whatWasCorrectedIsAnotherDeclaration() {
        String form = "&form=" + "f".repeat(43);
        String first = LeavingDesk.location(desk.declare("withdraw", "identity=A&email=a@example.org" + form));
        assertThat(LeavingDesk.location(desk.declare("withdraw", "identity=A&email=a@example.org" + form)))
                .isEqualTo(first);
        assertThat(LeavingDesk.location(desk.declare("withdraw", "identity=A&email=b@example.org" + form)))
                .isNotEqualTo(first);
        assertThat(LeavingDesk.location(desk.declare("cancel-contract", "identity=A&email=a@example.org" + form)))
                .isNotEqualTo(first);
        // Also when that was sent more often than declarations for one address are looked at.
        for (int i = 0; i < LeavingController.MOST_PER_ADDRESS; i++) {
            assertThat(LeavingDesk.location(desk.declare("withdraw", "identity=A&email=a@example.org" + form)))
                    .isEqualTo(first);
        }
        desk.look();
        assertThat(desk.listed("queued").body().path("items").size()).isEqualTo(3);
    }

    @Test
    void declaredAgainItIsConfirmedAgainAndTheContractEndsWhenItDid() {
        TestSubscriber ada = desk.subscriber("ada");
        ada.cancel("period-end");
        String paidUntil = ada.is("paidUntil");
        desk.declare("cancel-contract", "kind=ordinary&identity=A&email=ada@example.org");
        assertThat(desk.lettersTo("ada@example.org"))
                .anySatisfy(letter -> assertThat(letter).contains("was canceled before already"));
        assertThat(ada.is("paidUntil")).isEqualTo(paidUntil);
    }

    private String undo(TestSubscriber reader) {
        String address = reader.reader().ref() + "@example.org";
        desk.declare("cancel-contract", "kind=ordinary&identity=A&email=" + address);
        Matcher found = UNDO.matcher(confirmation(address));
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private Answer undo(String token) {
        return desk.declare("cancel-contract/undo", "token=" + token);
    }

    private String confirmation(String address) {
        return desk.lettersTo(address).stream()
                .filter(letter -> letter.contains("your cancellation is confirmed"))
                .findFirst()
                .orElseThrow();
    }
}
