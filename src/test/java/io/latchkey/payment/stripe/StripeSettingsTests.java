package io.latchkey.payment.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.shared.problem.SettingException;
import java.util.List;
import org.junit.jupiter.api.Test;

class StripeSettingsTests {

    @Test
    void saysWhatIsMissing() {
        StripeSettings bare = new StripeSettings(" ", null, null, null);
        assertThatThrownBy(bare::requiredSecretKey)
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("LATCHKEY_STRIPE_SECRET_KEY");
        assertThatThrownBy(bare::webhookSecrets)
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("LATCHKEY_STRIPE_WEBHOOK_SECRET");
    }

    @Test
    void believesTheFormerSecretToo() {
        assertThat(new StripeSettings("sk_1", "whsec_2", "whsec_1", null).webhookSecrets())
                .isEqualTo(List.of("whsec_2", "whsec_1"));
    }

    @Test
    void keepsItsSecretsToItself() {
        assertThat(new StripeSettings("sk_1", "whsec_2", "whsec_1", null).toString())
                .doesNotContain("sk_1", "whsec");
    }
}
