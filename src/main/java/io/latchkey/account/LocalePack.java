package io.latchkey.account;

import io.latchkey.site.WithdrawalRules;
import io.latchkey.site.WithdrawalRules.Repaid;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which statutory ways out a page links to, and by which words. The country of the site's locale
 * decides, or its language where it names none; whoever reads in German is shown what German law
 * wants, wherever the site is. The pages behind the links are there for everybody.
 */
enum LocalePack {
    /** Germany (BGB § 312k and § 356a) and Austria. */
    GERMAN,
    /**
     * The European Union and the other states of its market (directive 2011/83/EU, article 11a).
     */
    EUROPEAN,
    /** The United States: California (Business and Professions Code § 17602). */
    AMERICAN,
    /** Anywhere else, and where the site names no country: its readers may be anywhere. */
    OTHER;

    private static final Set<String> GERMAN_COUNTRIES = Set.of("DE", "AT");
    private static final Set<String> EUROPE = Set.of(
            "BE", "BG", "CY", "CZ", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT",
            "NL", "PL", "PT", "RO", "SE", "SI", "SK", "IS", "LI", "NO");

    private static final WayOut CANCEL = new WayOut("cancel-contract", "layout.cancel-contract");
    private static final WayOut CANCEL_SUBSCRIPTION = new WayOut("cancel-contract", "layout.cancel-subscription");
    private static final WayOut WITHDRAW = new WayOut("withdraw", "layout.withdraw");

    /**
     * A link.
     *
     * @param path under the site's pages
     * @param words the name of its text
     */
    record WayOut(String path, String words) {}

    static LocalePack of(Locale site, Locale reader) {
        String country = site.getCountry();
        boolean german = "de".equals(site.getLanguage()) && country.isEmpty();
        if (GERMAN_COUNTRIES.contains(country) || german || "de".equals(reader.getLanguage())) {
            return GERMAN;
        }
        if (EUROPE.contains(country)) {
            return EUROPEAN;
        }
        return "US".equals(country) ? AMERICAN : OTHER;
    }

    /** The links, in their order. */
    List<WayOut> waysOut() {
        return switch (this) {
            case GERMAN, EUROPEAN, OTHER -> List.of(CANCEL, WITHDRAW);
            case AMERICAN -> List.of(CANCEL_SUBSCRIPTION);
        };
    }

    /** Whether readers are told that they may withdraw from a contract. */
    boolean letsWithdraw() {
        return waysOut().contains(WITHDRAW);
    }

    /**
     * The name of the words by which buyers ask that it begin before they can no longer withdraw
     * (directive 2011/83/EU, article 8 (8), and what that costs: article 14 (3)); null where nobody
     * is asked.
     */
    @Nullable
    String consent(WithdrawalRules rules) {
        if (!letsWithdraw()) {
            return null;
        }
        return rules.refund() == Repaid.PRORATED ? "plan.consent.prorated" : "plan.consent";
    }

    /** The name of the words by which the page for canceling calls itself: those of the link. */
    String cancelTitle() {
        return switch (this) {
            case GERMAN, EUROPEAN, OTHER -> "cancel.title";
            case AMERICAN -> "layout.cancel-subscription";
        };
    }
}
