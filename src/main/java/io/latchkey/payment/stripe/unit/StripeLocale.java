package io.latchkey.payment.stripe.unit;

import com.stripe.param.checkout.SessionCreateParams.Locale;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which of the languages that Stripe's page speaks is the reader's. Pure. */
public final class StripeLocale {

    private static final Map<String, Locale> BY_TAG =
            Arrays.stream(Locale.values()).collect(Collectors.toUnmodifiableMap(Locale::getValue, it -> it));

    private StripeLocale() {}

    /**
     * The nearest one; the browser's where the reader's is unknown, or none of Stripe's.
     *
     * @param tag a BCP 47 language tag; null when nothing is known
     */
    public static Locale of(@Nullable String tag) {
        if (tag == null) {
            return Locale.AUTO;
        }
        java.util.Locale asked = java.util.Locale.forLanguageTag(tag);
        Locale regional = BY_TAG.get(asked.getLanguage() + "-" + asked.getCountry());
        return regional == null ? BY_TAG.getOrDefault(asked.getLanguage(), Locale.AUTO) : regional;
    }
}
