package io.latchkey.payment.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.payment.provider.IncomingEvent;
import io.latchkey.payment.provider.IncomingEvent.NotOurs;
import io.latchkey.payment.provider.IncomingEvent.PaymentChanged;
import io.latchkey.payment.provider.IncomingEvent.SubscriptionChanged;
import io.latchkey.payment.provider.ProviderException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Which of the account's events are about us, and about what. */
class StripeEventsTests {

    private static final String SECRET = "whsec_present";
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000L);
    private static final String ISSUER = StripeWiring.ISSUER;
    private static final String OURS = "\"metadata\":{\"latchkey\":\"" + ISSUER + "\"}";

    private final StripeEvents events = new StripeEvents(
            new StripeSettings(StripeWiring.KEY, SECRET, null, null),
            StripeWiring.SETTINGS,
            JsonMapper.builder().build());

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        "object":"subscription","id":"sub_1",OURS                                                | sub_1
        "object":"checkout.session","mode":"subscription","subscription":"sub_1",OURS            | sub_1
        "object":"invoice","parent":{"subscription_details":{"subscription":"sub_1",OURS}}       | sub_1
        """)
    void areAboutASubscriptionOfOurs(String object, String ref) {
        assertThat(read(object)).isEqualTo(new SubscriptionChanged("evt_1", ref));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        "object":"payment_intent","id":"pi_1",OURS                                | pi_1
        "object":"checkout.session","mode":"payment","payment_intent":"pi_1",OURS | pi_1
        "object":"charge","payment_intent":"pi_1"                                 | pi_1
        "object":"refund","payment_intent":"pi_1"                                 | pi_1
        "object":"dispute","payment_intent":"pi_1"                                | pi_1
        """)
    void areAboutAPaymentThatMayBeOurs(String object, String ref) {
        assertThat(read(object)).isEqualTo(new PaymentChanged("evt_1", ref));
    }

    /** Of other products in the account, and of other services that sell through it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"object\":\"subscription\",\"id\":\"sub_1\",\"metadata\":{}",
                "\"object\":\"subscription\",\"id\":\"sub_1\"",
                "\"object\":\"subscription\",\"id\":\"sub_1\",\"metadata\":{\"latchkey\":\"https://other.example\"}",
                "\"object\":\"invoice\",\"id\":\"in_1\",\"parent\":null",
                "\"object\":\"invoice\",\"parent\":{\"subscription_details\":{\"subscription\":\"sub_1\",\"metadata\":{}}}",
                "\"object\":\"payment_intent\",\"id\":\"pi_1\",\"metadata\":{\"shop\":\"shoes\"}",
                "\"object\":\"checkout.session\",\"mode\":\"payment\",\"payment_intent\":\"pi_1\"",
                "\"object\":\"charge\",\"payment_intent\":null",
                "\"object\":\"payout\",\"id\":\"po_1\"",
                "\"object\":\"balance\"",
                "\"id\":\"sub_1\""
            })
    void areNotOurs(String object) {
        assertThat(read(object)).isInstanceOf(NotOurs.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "{}", "{\"id\":7}", "<xml/>", "{\"id\":\"evt_1\"}"})
    void areNotOursThoughStripeSignedThem(String body) {
        assertThat(verified(body, SECRET)).isInstanceOf(NotOurs.class);
    }

    @Test
    void areReadOnlyOnceTheyAreProved() {
        assertThatThrownBy(() -> verified("{", "whsec_other"))
                .isInstanceOfSatisfying(
                        ProviderException.class,
                        forged -> assertThat(forged.reason()).isEqualTo(ProviderException.Reason.FORGED));
    }

    private IncomingEvent read(String object) {
        return verified(
                "{\"id\":\"evt_1\",\"object\":\"event\",\"data\":{\"object\":{%s}}}"
                        .formatted(object.replace("OURS", OURS)),
                SECRET);
    }

    private IncomingEvent verified(String text, String secret) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        String time = Long.toString(NOW.getEpochSecond());
        String mac = HexFormat.of().formatHex(StripeSignature.mac(secret, time, body));
        return events.verified("t=" + time + ",v1=" + mac, body, NOW);
    }
}
