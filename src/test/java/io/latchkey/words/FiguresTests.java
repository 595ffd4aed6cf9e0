package io.latchkey.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Days, moments and amounts, as they are written in several places. */
class FiguresTests {

    private static final Instant TIME = Instant.parse("2026-12-02T07:51:58Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        en-GB | 2 December 2026 | 2 December 2026, 08:51:58 CET
        en-US | December 2, 2026 | December 2, 2026, 8:51:58 AM CET
        de-DE | 2. Dezember 2026 | 2. Dezember 2026, 08:51:58 MEZ
        de-AT | 2. Dezember 2026 | 2. Dezember 2026, 08:51:58 MEZ
        fr-FR | 2 décembre 2026 | 2 décembre 2026, 08:51:58 CET
        es-ES | 2 de diciembre de 2026 | 2 de diciembre de 2026, 8:51:58 CET
        """)
    void writesTimesAsTheyAreWrittenThere(String locale, String day, String moment) {
        Figures show = show(locale);
        assertThat(plain(show.day(TIME))).isEqualTo(day);
        assertThat(plain(show.moment(TIME))).isEqualTo(moment);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        en-GB | 123456 | EUR | €1,234.56
        de-DE | 123456 | EUR | 1.234,56 €
        de-AT | 123456 | EUR | € 1.234,56
        fr-FR | 123456 | EUR | 1 234,56 €
        es-ES | 123456 | EUR | 1.234,56 €
        en-US | 123456 | USD | $1,234.56
        de-DE | 1500 | JPY | 1.500 ¥
        en-GB | 1500 | JPY | JP¥1,500
        en-GB | 5 | ZZZ | 5 ZZZ
        """)
    void writesAmountsWithTheDecimalsOfTheirCurrency(String locale, long minor, String currency, String written) {
        assertThat(plain(show(locale).money(minor, currency))).isEqualTo(written);
    }

    private static Figures show(String locale) {
        return new Figures(Locale.forLanguageTag(locale), ZoneId.of("Europe/Berlin"));
    }

    /** With the one blank that is on a keyboard. */
    private static String plain(String text) {
        return text.replaceAll("[\\u00a0\\u202f]", " ");
    }
}
