package io.latchkey.payment.stripe;

import io.latchkey.shared.problem.SettingException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What an operator sets to sell through Stripe.
 *
 * @param secretKey of the account, {@code sk_…} or a restricted {@code rk_…}
 * @param webhookSecret {@code whsec_…} of the endpoint that Stripe calls
 * @param formerWebhookSecret the one before, while Stripe still signs with both
 * @param apiBase another address than Stripe's, for tests
 */
@ConfigurationProperties("latchkey.stripe")
record StripeSettings(
        @Nullable String secretKey,
        @Nullable String webhookSecret,
        @Nullable String formerWebhookSecret,
        @Nullable URI apiBase) {

    String requiredSecretKey() {
        return required("LATCHKEY_STRIPE_SECRET_KEY", secretKey, "the account's secret key");
    }

    /** The secrets that an event may be signed with. */
    List<String> webhookSecrets() {
        List<String> secrets = new ArrayList<>();
        secrets.add(required(
                "LATCHKEY_STRIPE_WEBHOOK_SECRET", webhookSecret, "the signing secret of the webhook endpoint"));
        if (formerWebhookSecret != null && !formerWebhookSecret.isBlank()) {
            secrets.add(formerWebhookSecret);
        }
        return List.copyOf(secrets);
    }

    private static String required(String name, @Nullable String value, String what) {
        if (value == null || value.isBlank()) {
            throw new SettingException(
                    name + " is not set, and LATCHKEY_PAYMENT_PROVIDER is \"stripe\".",
                    "Set it to " + what + " from Stripe's dashboard.");
        }
        return value;
    }

    /** Says which settings are there, never what they hold. */
    @Override
    public String toString() {
        return "StripeSettings[]";
    }
}
