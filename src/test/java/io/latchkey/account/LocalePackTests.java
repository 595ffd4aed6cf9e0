package io.latchkey.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.site.WithdrawalRules;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which law a site's readers are shown the ways out of, in a table. */
class LocalePackTests {

    @ParameterizedTest
    @CsvSource({
        "de-DE, de, GERMAN",
        "de-AT, en, GERMAN",
        "en-DE, en, GERMAN",
        "de, en, GERMAN",
        "en, de, GERMAN",
        "en-US, de, GERMAN",
        "de-CH, en, OTHER",
        "fr-FR, en, EUROPEAN",
        "es-ES, es, EUROPEAN",
        "en-IE, en, EUROPEAN",
        "nb-NO, en, EUROPEAN",
        "en-US, en, AMERICAN",
        "es-US, es, AMERICAN",
        "en, en, OTHER",
        "fr, fr, OTHER",
        "en-GB, en, OTHER",
        "ja-JP, en, OTHER"
    })
    void theSitesCountryDecidesAndGermanReadersHaveTheirs(String site, String reader, LocalePack expected) {
        LocalePack pack = LocalePack.of(Locale.forLanguageTag(site), Locale.forLanguageTag(reader));
        assertThat(pack).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "GERMAN, layout.cancel-contract layout.withdraw, cancel.title, plan.consent",
        "EUROPEAN, layout.cancel-contract layout.withdraw, cancel.title, plan.consent",
        "OTHER, layout.cancel-contract layout.withdraw, cancel.title, plan.consent",
        "AMERICAN, layout.cancel-subscription, layout.cancel-subscription,"
    })
    void eachHasItsLinksAndWords(LocalePack pack, String words, String title, @Nullable String consent) {
        assertThat(pack.waysOut().stream().map(LocalePack.WayOut::words)).containsExactly(words.split(" ", -1));
        assertThat(pack.cancelTitle()).isEqualTo(title);
        assertThat(pack.letsWithdraw()).isEqualTo(consent != null);
        assertThat(pack.consent(new WithdrawalRules(WithdrawalRules.Repaid.FULL)))
                .isEqualTo(consent);
        assertThat(pack.consent(new WithdrawalRules(WithdrawalRules.Repaid.PRORATED)))
                .isEqualTo(consent == null ? null : consent + ".prorated");
    }
}
