package io.latchkey.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.notice.Notice.CancellationConfirmed;
import io.latchkey.notice.Notice.ChargeChanging;
import io.latchkey.notice.Notice.ContractEnded;
import io.latchkey.notice.Notice.DeclarationReceived;
import io.latchkey.notice.Notice.PaymentDisputed;
import io.latchkey.notice.Notice.PaymentFailed;
import io.latchkey.notice.Notice.PriceChange;
import io.latchkey.notice.Notice.ReceiptIssued;
import io.latchkey.notice.Notice.RenewalAhead;
import io.latchkey.notice.Notice.TrialEnding;
import io.latchkey.notice.mail.Letter;
import io.latchkey.notice.mail.LetterBox;
import io.latchkey.receipt.Receipt;
import io.latchkey.receipt.ReceiptText;
import io.latchkey.testing.TestService;
import io.latchkey.words.Figures;
import io.latchkey.words.Languages;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What letters say. */
class LettersTests {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final UUID ID = new UUID(0, 1);
    private static final Instant RECEIVED = Instant.parse("2026-12-02T07:51:58.123456Z");
    private static final Instant END = Instant.parse("2027-01-01T00:00:00Z");

    private static final List<Notice> EVERY_KIND = List.of(
            new TrialEnding(ID, "Daily", 900, "EUR", END),
            new RenewalAhead(ID, "Daily", 900, "EUR", END),
            new ChargeChanging(ID, "Daily", 900, 1_100, "EUR", END),
            new PriceChange(ID, "Daily", 900, 1_100, "EUR", END, null),
            new PriceChange(ID, "Daily", 900, 1_100, "EUR", END, true),
            new PaymentFailed(ID, "Daily", RECEIVED, END),
            cancellation(null),
            cancellation("payment-provider"),
            cancellation("payment-dispute"),
            new PaymentDisputed(ID, "Daily", 900, "EUR", "open"),
            new PaymentDisputed(ID, "Daily", 900, "EUR", "won"),
            new PaymentDisputed(ID, "Daily", 900, "EUR", "lost"),
            new DeclarationReceived(ID, "cancellation", "Daily", RECEIVED, END),
            new DeclarationReceived(ID, "withdrawal", "Daily", RECEIVED, null),
            new DeclarationReceived(ID, "withdrawal", null, RECEIVED, null),
            new ContractEnded(ID, "Daily", END),
            new ReceiptIssued(ID, "purchase", "Text"),
            new ReceiptIssued(ID, "refund", "Text"),
            new ReceiptIssued(ID, "withdrawal", "Text"));

    private static Notice cancellation(@Nullable String by) {
        return new CancellationConfirmed(ID, "Daily", RECEIVED, END, END, ID, "Text", true, by);
    }

    private static final Links NOWHERE = new Links(null, null, null, null, null, null);

    private final Letters letters = TestService.shared().bean(Letters.class);

    @ParameterizedTest
    @ValueSource(strings = {"en", "en-US", "de", "de-AT", "fr", "fr-CA", "es", "es-MX", "it"})
    void theLetterAndTheReceiptInItWriteTheSameMomentAlike(String locale) {
        Figures show = new Figures(Languages.spoken(Locale.ENGLISH, locale), BERLIN);
        Receipt receipt = new Receipt(
                ID,
                Receipt.Kind.CANCELLATION,
                Map.of("planName", "Daily", "effectiveAt", END, "accessUntil", END),
                RECEIVED);
        String receiptText = TestService.shared()
                .bean(ReceiptText.class)
                .of(receipt, show, "News")
                .strip();
        Letter letter = letters.write(
                new CancellationConfirmed(ID, "Daily", RECEIVED, END, END, ID, receiptText, null, null),
                "News",
                "Ada",
                show,
                NOWHERE);
        assertThat(letter.text()).contains(receiptText);
        String around = letter.text().replace(receiptText, "");
        for (Instant time : List.of(RECEIVED, END)) {
            assertThat(around).contains(show.moment(time));
            assertThat(receiptText).contains(show.moment(time));
        }
    }

    @Test
    void linksOnlyWhatLeadsSomewhereAndMakesNoMarkupOfTheRest() {
        URI imprint = URI.create("https://news.example/imprint?a=1&b=2");
        Letter letter = letters.write(
                new ReceiptIssued(ID, "purchase", "See https://evil.example/?to=" + imprint),
                "News",
                null,
                new Figures(Locale.UK, BERLIN),
                new Links(null, null, null, null, null, imprint));
        assertThat(TestService.shared().bean(LetterBox.class).html(letter).block())
                .containsOnlyOnce("<a ")
                .contains("<a href=\"https://news.example/imprint?a=1&amp;b=2\">");
        assertThat(letter.text()).endsWith(" " + imprint);
    }

    @Test
    void everyNoticeHasWordsOfItsOwnInEveryLanguage() {
        URI place = URI.create("https://news.example/place");
        Links links = new Links(place, place, place, place, place, place);
        Set<Letter> written = new HashSet<>();
        for (Locale language : Languages.ALL) {
            Figures show = new Figures(Languages.spoken(language, language.toLanguageTag()), BERLIN);
            for (Notice notice : EVERY_KIND) {
                Letter letter = letters.write(notice, "News", null, show, links);
                assertThat(letter.subject()).startsWith("News").doesNotContain("{", "}");
                assertThat(letter.text()).doesNotContain("{", "}");
                written.add(new Letter(Locale.ROOT, letter.subject(), letter.text(), List.of()));
            }
        }
        assertThat(written).hasSize(Languages.ALL.size() * EVERY_KIND.size());
    }
}
