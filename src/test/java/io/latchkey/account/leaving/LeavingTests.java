package io.latchkey.account.leaving;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.account.home.Desk;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestSubscriber;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A contract is left without signing in, and nobody learns from that who has one. */
@Tag("oldest")
class LeavingTests {

    private static final String ORDINARY = "kind=ordinary&identity=A&email=";

    private final LeavingDesk desk = LeavingDesk.open("\"timeZone\":\"Europe/Berlin\"");

    @Test
    void anOrdinaryCancellationEndsTheContractWhenItsPaidTimeDoes() {
        TestSubscriber ada = desk.subscriber("ada");
        String paidUntil = ada.is("paidUntil");
        desk.declare("cancel-contract", ORDINARY + "Ada@example.org");
        desk.look();
        assertThat(ada.status()).isEqualTo("canceled");
        assertThat(ada.is("paidUntil")).isEqualTo(paidUntil);
        Answer receipts = desk.api().get("/v1/me/receipts", ada.reader().token());
        assertThat(receipts.text()).contains("\"effective\":\"period-end\"", "\"accessUntil\":\"" + paidUntil);
    }

    @Test
    void answersAlikeWhetherThereIsAContractOrNotBeforeAndAfterItWasLookedAt() {
        desk.subscriber("ada");
        desk.know("bob", "bob@example.org");
        Answer known = desk.declare("cancel-contract", ORDINARY + "ada@example.org");
        Answer reader = desk.declare("cancel-contract", ORDINARY + "bob@example.org");
        Answer nobody = desk.declare("cancel-contract", ORDINARY + "eve@example.org");
        String before = same(desk.page(known, "").text(), "ada", known);
        assertThat(same(desk.page(reader, "").text(), "bob", reader)).isEqualTo(before);
        assertThat(same(desk.page(nobody, "").text(), "eve", nobody)).isEqualTo(before);
        desk.look();
        assertThat(same(desk.page(known, "").text(), "ada", known)).isEqualTo(before);
        assertThat(before).doesNotContain("Monthly", "monthly", "9.00");
        assertThat(names(known)).isEqualTo(names(nobody)).isEqualTo(names(reader));
        assertThat(names(desk.page(known, ""))).isEqualTo(names(desk.page(nobody, "")));
    }

    @Test
    void aWishThatTheEarliestEndFulfilsIsCarriedOutAndSoIsTheContractByItsName() {
        TestSubscriber ada = desk.subscriber("ada");
        TestSubscriber bob = desk.subscriber("bob");
        desk.declare("cancel-contract", ORDINARY + "ada@example.org&end=2031-01-01");
        TestSubscriber cat = desk.subscriber("cat");
        desk.declare("cancel-contract", ORDINARY + "bob@example.org&contract=Monthly");
        // Whose name is on the paper itself.
        desk.declare(
                "cancel-contract",
                ORDINARY + "cat@example.org&contract=" + desk.site().id().toUpperCase(Locale.ROOT));
        desk.look();
        assertThat(List.of(ada.status(), bob.status(), cat.status())).containsOnly("canceled");
    }

    @ParameterizedTest
    @CsvSource({
        "kind=extraordinary&reason=Moved&identity=B&email=bob@example.org,extraordinary",
        "kind=ordinary&end=2099-01-01&identity=B&email=bob@example.org,wished-end",
        "kind=ordinary&end=soon&identity=B&email=bob@example.org,wished-end",
        "kind=ordinary&contract=The+other+one&identity=B&email=bob@example.org,other-contract",
        "kind=ordinary&identity=B&email=twin@example.org,no-contract",
        "kind=ordinary&identity=B&email=nobody@example.org,no-contract",
        "kind=ordinary&identity=B&email=no+address,no-contract"
    })
    void whatNeedsAnEyeIsQueuedWithTheReasonAndCancelsNothing(String fields, String because) {
        TestSubscriber bob = desk.subscriber("bob");
        TestSubscriber one = desk.subscriber("one");
        desk.know("one", "twin@example.org");
        desk.know("other", "twin@example.org");
        desk.declare("cancel-contract", fields);
        desk.look();
        assertThat(List.of(bob.status(), one.status())).containsOnly("active");
        assertThat(desk.listed("queued").body().path("items"))
                .singleElement()
                .satisfies(it -> assertThat(it.path("because").asString()).isEqualTo(because));
    }

    @Test
    void aPublisherSettlesWhatIsQueuedOnce() {
        desk.declare("cancel-contract", ORDINARY + "nobody@example.org");
        desk.look();
        String id =
                desk.listed("queued").body().path("items").path(0).path("id").asString();
        Answer settled = settle(id, "{\"outcome\":\"rejected\",\"note\":\"No customer\"}");
        assertThat(settled.status()).as(settled.text()).isEqualTo(200);
        assertThat(settled.text("status")).isEqualTo("rejected");
        assertThat(settle(id, "{\"outcome\":\"rejected\"}").text()).isEqualTo(settled.text());
        assertThat(settle(id, "{\"outcome\":\"done\"}").code()).isEqualTo("declaration-not-queued");
        assertThat(desk.listed("queued").body().path("items").size()).isZero();
        assertThat(desk.listed("rejected").text()).contains(id, "No customer");
        assertThat(desk.listed("all").status()).isEqualTo(400);
        LeavingDesk other = LeavingDesk.open("\"graceDays\":7");
        assertThat(other.api()
                        .post("/v1/site/declarations/" + id, other.site().key(), "{\"outcome\":\"rejected\"}")
                        .code())
                .isEqualTo("unknown-declaration");
    }

    @Test
    void aDeclarationIsAFileThatNeedsNothingElseToBeRead() {
        Answer declared = desk.declare(
                "cancel-contract?lang=de", ORDINARY + "ada@example.org&contract=Abo%0d%0aEingegangen:+nie");
        Answer file = desk.api().get(LeavingDesk.location(declared).replace("?", "/text?"), null);
        assertThat(file.status()).as(file.text()).isEqualTo(200);
        assertThat(file.headers().firstValue("Content-Type")).hasValue("text/plain;charset=UTF-8");
        assertThat(file.headers().firstValue("Content-Disposition"))
                .hasValueSatisfying(
                        value -> assertThat(value).matches("attachment; filename=\"declaration-.*\\.txt\""));
        assertThat(file.text())
                .contains("Ihre Erklärung ist eingegangen", "ada@example.org")
                .contains("Abo Eingegangen: nie")
                .containsPattern("\nEingegangen: \\d+\\. \\p{L}+ 2031, \\d\\d:\\d\\d:\\d\\d MES?Z\n")
                .doesNotContain("<", "http");
    }

    @Test
    void formsSayTheWordsOfTheLawAndHaveExactlyItsFields() {
        String german =
                desk.api().get(desk.path("cancel-contract?lang=de"), null).text();
        assertThat(german).contains(">Verträge hier kündigen</h1>", ">jetzt kündigen</button>");
        assertThat(fields(german))
                .containsExactlyInAnyOrder("kind", "reason", "identity", "email", "contract", "end", "confirm-to");
        String english = desk.api().get(desk.path("withdraw?lang=en"), null).text();
        assertThat(english).contains(">Withdraw from contract here</h1>", ">Confirm withdrawal</button>");
        assertThat(fields(english)).containsExactlyInAnyOrder("identity", "email", "contract", "confirm-to");
    }

    /** Directive 2011/83/EU, article 11a (2): nothing is asked twice, and nobody else is told. */
    @Test
    void whoeverIsSignedInNeedNotTypeWhatIsKnown() {
        Answer put = desk.api()
                .put("/v1/readers/ada", desk.site().key(), "{\"name\":\"Ada & Co\",\"email\":\"ada@example.org\"}");
        assertThat(put.status()).as(put.text()).isIn(200, 201);
        Desk ada = Desk.of(desk.site().reader("ada"));
        for (String page : List.of("cancel-contract", "withdraw")) {
            assertThat(ada.page("/" + page)).contains("value=\"Ada &amp; Co\"", "value=\"ada@example.org\"");
            assertThat(Desk.of(desk.site().reader("eve")).page("/" + page)).doesNotContain("ada@");
            assertThat(Desk.of(desk.site().anonymous()).page("/" + page)).doesNotContain("ada@");
            assertThat(desk.api().get(desk.path(page), null).text()).doesNotContain("ada@");
        }
    }

    @Test
    void whatHasNoNameIsRefusedAndWhatWasTypedStays() {
        Answer refused = desk.declare("cancel-contract?lang=en&x=1", "kind=extraordinary&reason=Because");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text())
                .contains("Because</textarea>", "role=\"alert\"")
                // In another language it is the empty page: nothing is sent again by itself.
                .contains("href=\"" + desk.path("cancel-contract") + "?lang=de\"");
        assertThat(desk.api().get(desk.path("declarations/none"), null).status())
                .isEqualTo(404);
        assertThat(desk.post("withdraw", ORDINARY + "a@example.org", "https://evil.example")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void anAmericanSitesPagesCallItSo() {
        LeavingDesk american = LeavingDesk.open("\"locale\":\"en-US\"");
        String page = american.api().get(american.path("sign-in?lang=en"), null).text();
        assertThat(page).contains(">Cancel subscription</a>").doesNotContain("Withdraw");
        assertThat(american.api()
                        .get(american.path("cancel-contract?lang=en"), null)
                        .text())
                .contains("<h1>Cancel subscription</h1>", ">cancel now</button>");
        assertThat(american.declared("cancel-contract", ORDINARY + "a@example.org")
                        .text())
                .contains(">Download</a>");
        assertThat(desk.api().get(desk.path("sign-in?lang=en"), null).text())
                .contains(">Cancel contracts here</a>", ">Withdraw from contract here</a>");
    }

    @Test
    void whatIsTooMuchForOneAddressIsKeptForThePublisherAndTellsNothing() {
        TestSubscriber ada = desk.subscriber("ada");
        String first = "";
        for (int each = 0; each <= LeavingController.MOST_PER_ADDRESS; each++) {
            String fields = "kind=extraordinary&reason=R&identity=A&email=";
            Answer known = desk.declare("cancel-contract", fields + "ada@example.org");
            Answer nobody = desk.declare("cancel-contract", fields + "eve@example.org");
            String page = same(desk.page(known, "").text(), "ada", known);
            assertThat(page).isEqualTo(same(desk.page(nobody, "").text(), "eve", nobody));
            first = first.isEmpty() ? page : first;
            assertThat(page).isEqualTo(first);
        }
        // However it is written, it is the same address.
        desk.declare("cancel-contract", "kind=extraordinary&identity=A&email=ada@%EF%BD%85xample.org");
        assertThat(ada.status()).isEqualTo("active");
        assertThat(desk.lettersTo("ada@example.org"))
                .filteredOn(letter -> letter.contains("declaration"))
                .hasSize(LeavingController.MOST_PER_ADDRESS);
        assertThat(desk.listed("queued").text())
                .containsPattern("(?s)too-many.*too-many")
                .contains("extraordinary", "no-contract");
    }

    @Test
    void oneClientDeclaresThirtyTimesAnHourWhetherForContractsOrNot() {
        desk.subscriber("ada");
        for (int each = 0; each < LeavingController.MOST_PER_CLIENT; each++) {
            Answer declared = desk.declare("withdraw", "identity=A&email=a" + each + "@example.org");
            assertThat(declared.status()).isEqualTo(303);
        }
        Answer known = desk.declare("cancel-contract", ORDINARY + "ada@example.org");
        Answer nobody = desk.declare("cancel-contract", ORDINARY + "eve@example.org");
        assertThat(known.code()).isEqualTo("too-many-requests");
        assertThat(known.text()).isEqualTo(nobody.text());
    }

    private Answer settle(String id, String body) {
        return desk.api().post("/v1/site/declarations/" + id, desk.site().key(), body);
    }

    /** What can be typed or chosen. */
    private static Set<String> fields(String page) {
        Set<String> names = new TreeSet<>();
        Pattern.compile("<(?:input(?! type=\"hidden\")|textarea)[^>]* name=\"([^\"]+)\"")
                .matcher(page)
                .results()
                .forEach(found -> names.add(found.group(1)));
        return names;
    }

    private static Set<String> names(Answer answer) {
        return answer.headers().map().keySet();
    }

    /** Apart from what was typed, the number and the key. */
    private static String same(String page, String typed, Answer declared) {
        String key = LeavingDesk.location(declared);
        return page.replace(typed + "@example.org", "…")
                .replace(key.substring(key.lastIndexOf('/') + 1), "…")
                .replaceAll("[0-9a-f-]{36}", "…");
    }
}
