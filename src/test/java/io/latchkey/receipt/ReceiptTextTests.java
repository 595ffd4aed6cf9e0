package io.latchkey.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** The receipt as an e-mail says it. */
class ReceiptTextTests {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant TIME = Instant.parse("2026-07-01T10:00:00.123456Z");

    @Test
    void saysEverythingInGerman() {
        Receipt receipt =
                Receipt.withdrawal(
                        new UUID(0, 1),
                        new UUID(0, 2),
                        "monthly",
                        "Monatlich",
                        TIME,
                        TIME,
                        "zu teuer",
                        TIME);
        assertThat(ReceiptText.of(receipt, Locale.forLanguageTag("de-AT"), BERLIN, "Die Zeitung"))
                .isEqualTo(
                        """
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
    void saysEverythingInEnglishToReadersOfOtherLanguages() {
        Receipt receipt =
                Receipt.purchase(new UUID(0, 1), "pack", "Ten", 1_050, "EUR", TIME, null, TIME);
        assertThat(ReceiptText.of(receipt, Locale.FRENCH, ZoneId.of("UTC"), "The News"))
                .isEqualTo(
                        """
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

    @ParameterizedTest
    @EnumSource(Receipt.Kind.class)
    void hasWordsForEveryKindInEveryLanguage(Receipt.Kind kind) {
        Receipt receipt = new Receipt(new UUID(0, 1), kind, Map.of(), TIME);
        String english = ReceiptText.of(receipt, Locale.ENGLISH, BERLIN, "News");
        String german = ReceiptText.of(receipt, Locale.GERMAN, BERLIN, "News");
        assertThat(english.lines().findFirst()).isNotEqualTo(german.lines().findFirst());
    }

    @Test
    void bothLanguagesHaveTheSameTexts() {
        assertThat(keys(Locale.GERMAN)).isEqualTo(keys(Locale.ENGLISH)).isNotEmpty();
    }

    @Test
    void nobodyAddsLinesOfTheirOwn() {
        Receipt receipt =
                new Receipt(
                        new UUID(0, 1),
                        Receipt.Kind.CANCELLATION,
                        Map.of("plan", "a\r\nAmount: 0", "reason", "b\u2028Amount: 0"),
                        TIME);
        assertThat(ReceiptText.of(receipt, Locale.ENGLISH, BERLIN, "c\nAmount: 0").lines())
                .noneMatch(line -> line.startsWith("Amount"))
                .anyMatch(line -> line.equals("Site: c Amount: 0"));
    }

    private static Set<String> keys(Locale language) {
        return new TreeSet<>(
                ResourceBundle.getBundle("io/latchkey/receipt/receipt", language).keySet());
    }
}
