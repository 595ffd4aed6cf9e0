package io.latchkey.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In which locale somebody is written to. */
class LanguagesTests {

    @ParameterizedTest
    @CsvSource({
        // What was asked for, with its country.
        "en-US, de, en-US",
        "de-AT, en, de-AT",
        "'fr-CA, fr;q=0.9, en;q=0.8', en, fr-CA",
        "'en;q=0.1, es-MX', en, es-MX",
        "de-DE-1996, en, de-DE-1996",
        // A bare language: the site's country, else the usual one.
        "en, en-US, en-US",
        "de, de-CH, de-CH",
        "fr, de-CH, fr-FR",
        "en, en, en-GB",
        "de, en, de-DE",
        "fr, en, fr-FR",
        "es, en, es-ES",
        // What the first range is none of our languages: its country does not count either.
        "'it-CH, de-AT;q=0.8', en, de-DE",
        // Neither.
        "it-CH, fr-BE, fr-BE",
        "it, pl, en-GB",
        "*, de, de-DE",
        "no language!, es, es-ES",
        "'', de, de-DE",
        ", de, de-DE"
    })
    void isTheReadersElseTheSitesElseBritish(@Nullable String asked, String site, String spoken) {
        assertThat(Languages.spoken(Locale.forLanguageTag(site), asked)).isEqualTo(Locale.forLanguageTag(spoken));
    }

    @Test
    void whatWasChosenByHandGoesFirst() {
        assertThat(Languages.spoken(Locale.ENGLISH, "de", "de-AT, en;q=0.5")).isEqualTo(Locale.forLanguageTag("de-AT"));
        assertThat(Languages.spoken(Locale.ENGLISH, "fr", "de-AT, en;q=0.5")).isEqualTo(Locale.FRANCE);
        assertThat(Languages.spoken(Locale.ENGLISH, "it", "de-AT, en;q=0.5")).isEqualTo(Locale.forLanguageTag("de-AT"));
        // Whoever reads German best does not thereby live where their English is spoken.
        assertThat(Languages.spoken(Locale.ENGLISH, "en", "de, en-US;q=0.5")).isEqualTo(Locale.UK);
    }

    @Test
    void looksRangesUp() {
        assertThat(Languages.lookup("it, fr-CA;q=0.8, de;q=0.5")).contains(Locale.FRENCH);
        assertThat(Languages.lookup("it")).isEmpty();
        assertThat(Languages.lookup(null)).isEmpty();
    }
}
