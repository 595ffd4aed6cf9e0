package io.latchkey.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.TestService;
import io.latchkey.words.Figures;
import io.latchkey.words.Languages;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The receipt as an e-mail says it. */
class ReceiptTextTests {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant TIME = Instant.parse("2026-07-01T10:00:00.123456Z");

    private final ReceiptText text = TestService.shared().bean(ReceiptText.class);

    @Test
    void saysEverythingInGerman() {
        Receipt receipt = Receipt.withdrawal(
                new UUID(0, 1), new UUID(0, 2), "monthly", "Monatlich", TIME, TIME, "zu teuer", TIME);
        assertThat(text(receipt, "de-AT", "Die Zeitung")).isEqualTo("""
            Bestätigung Ihres Widerrufs

            Ihr Widerruf des Vertrags ist eingegangen.

            Website: Die Zeitung
            Tarif: Monatlich
            Abgegeben: 1. Juli 2026, 12:00:00 MESZ
            Wirksam ab: 1. Juli 2026, 12:00:00 MESZ
            Zugang bis: 1. Juli 2026, 12:00:00 MESZ
            Eingegangen: 1. Juli 2026, 12:00:00 MESZ
            Bezieht sich auf: 00000000-0000-0000-0000-000000000002
            Beleg: 00000000-0000-0000-0000-000000000001
            Ihre Begründung: zu teuer
            """);
    }

    @Test
    void saysEverythingInFrench() {
        Receipt receipt =
                Receipt.withdrawal(new UUID(0, 1), new UUID(0, 2), "monthly", "Mensuel", TIME, TIME, "trop cher", TIME);
        assertThat(text(receipt, "fr-FR", "Le Journal").replace('\u00a0', ' ')).isEqualTo("""
            Confirmation de votre rétractation

            Votre rétractation du contrat nous est parvenue.

            Site : Le Journal
            Formule : Mensuel
            Envoi : 1 juillet 2026, 12:00:00 CEST
            Prend effet le : 1 juillet 2026, 12:00:00 CEST
            Accès jusqu’au : 1 juillet 2026, 12:00:00 CEST
            Réception : 1 juillet 2026, 12:00:00 CEST
            Se rapporte à : 00000000-0000-0000-0000-000000000002
            Justificatif : 00000000-0000-0000-0000-000000000001
            Votre motif : trop cher
            """);
    }

    @Test
    void saysEverythingInEnglishToReadersOfOtherLanguages() {
        Receipt receipt = Receipt.purchase(new UUID(0, 1), "pack", "Ten", 1_050, "EUR", TIME, null, TIME);
        Figures show = new Figures(Languages.spoken(Locale.ENGLISH, "it"), ZoneId.of("UTC"));
        assertThat(text.of(receipt, show, "The News")).isEqualTo("""
            Receipt of your purchase

            Your payment has been received.

            Site: The News
            Plan: Ten
            Amount: €10.50
            Paid: 1 July 2026, 10:00:00 UTC
            Received: 1 July 2026, 10:00:00 UTC
            Receipt: 00000000-0000-0000-0000-000000000001
            """);
    }

    @Test
    void writesACurrencyThatTheJdkDoesNotKnowAsItStands() {
        Receipt receipt = Receipt.purchase(new UUID(0, 1), "pack", "Ten", 1_050, "ZZZ", TIME, null, TIME);
        assertThat(text(receipt, "en-GB", "News")).contains("Amount: 1050 ZZZ\n");
    }

    @ParameterizedTest
    @EnumSource(Receipt.Kind.class)
    void hasWordsForEveryKindInEveryLanguage(Receipt.Kind kind) {
        Receipt receipt = new Receipt(new UUID(0, 1), kind, Map.of(), TIME);
        assertThat(Languages.ALL)
                .extracting(language ->
                        text(receipt, language.toLanguageTag(), "News").lines().findFirst())
                .doesNotHaveDuplicates();
    }

    @Test
    void nobodyAddsLinesOfTheirOwn() {
        Receipt receipt = new Receipt(
                new UUID(0, 1),
                Receipt.Kind.CANCELLATION,
                Map.of("plan", "a\r\nAmount: 0", "reason", "b\u2028Amount: 0"),
                TIME);
        assertThat(text(receipt, "en-GB", "c\nAmount: 0").lines())
                .noneMatch(line -> line.startsWith("Amount"))
                .anyMatch(line -> line.equals("Site: c Amount: 0"));
    }

    private String text(Receipt receipt, String locale, String siteName) {
        Figures show = new Figures(Locale.forLanguageTag(locale), BERLIN);
        return text.of(receipt, show, siteName);
    }
}
