package io.latchkey.payment.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.payment.provider.ProviderException;
import io.latchkey.payment.provider.ProviderException.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose events we believe (rule 11). */
class StripeSignatureTests {

    private static final long SENT = 1_800_000_000L;
    private static final String PRESENT = "whsec_present";
    private static final String FORMER = "whsec_former";
    private static final byte[] BODY = "{\"id\":\"evt_1\"}".getBytes(StandardCharsets.UTF_8);
    private static final String ZEROS = "0".repeat(64);

    private final StripeSignature signature = new StripeSignature(List.of(PRESENT, FORMER));

    @ParameterizedTest
    @ValueSource(strings = {PRESENT, FORMER})
    void takesEitherSecret(String secret) {
        believes("t=" + SENT + ",v1=" + mac(secret), SENT);
    }

    @Test
    void takesOneGoodSignatureOfSeveral() {
        believes("t=" + SENT + ",v1=" + ZEROS + ",v1=" + mac(PRESENT) + ",v0=" + ZEROS, SENT);
        believes("t=" + SENT + ",v1=" + mac(PRESENT) + ",v1=" + ZEROS, SENT);
    }

    @ParameterizedTest
    @ValueSource(longs = {-300, 0, 300})
    void takesWhatWasSentLately(long seconds) {
        believes("t=" + SENT + ",v1=" + mac(PRESENT), SENT + seconds);
    }

    @ParameterizedTest
    @ValueSource(longs = {-301, 301, 100_000})
    void refusesWhatWasSentAtAnotherTime(long seconds) {
        refuses("t=" + SENT + ",v1=" + mac(PRESENT), BODY, SENT + seconds);
    }

    @Test
    void refusesATamperedByte() {
        for (int i = 0; i < BODY.length; i++) {
            byte[] tampered = BODY.clone();
            tampered[i] ^= 1;
            refuses("t=" + SENT + ",v1=" + mac(PRESENT), tampered, SENT);
        }
    }

    @Test
    void refusesWhatIsNotTheScheme() {
        String mac = mac(PRESENT);
        refuses(null, BODY, SENT);
        refuses("", BODY, SENT);
        refuses("t=" + SENT, BODY, SENT);
        refuses("v1=" + mac, BODY, SENT);
        refuses("t=" + SENT + ",v0=" + mac, BODY, SENT);
        refuses("t=" + (SENT + 1) + ",v1=" + mac, BODY, SENT);
        refuses("t=" + SENT + ",t=" + SENT + ",v1=" + mac, BODY, SENT);
        refuses("t=-1,v1=" + mac, BODY, SENT);
        refuses("t=99999999999999999999,v1=" + mac, BODY, SENT);
        refuses("t=" + SENT + ",v1=" + mac.substring(2), BODY, SENT);
        refuses("t=" + SENT + ",v1=" + mac("whsec_other"), BODY, SENT);
        refuses("t=" + SENT + ",v1=" + mac + ",".repeat(2_000), BODY, SENT);
    }

    private void believes(String header, long now) {
        assertThatCode(() -> signature.verify(header, BODY, Instant.ofEpochSecond(now)))
                .doesNotThrowAnyException();
    }

    private void refuses(@Nullable String header, byte[] body, long now) {
        assertThatThrownBy(() -> signature.verify(header, body, Instant.ofEpochSecond(now)))
                .isInstanceOfSatisfying(
                        ProviderException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.FORGED));
    }

    private static String mac(String secret) {
        return HexFormat.of().formatHex(StripeSignature.mac(secret, Long.toString(SENT), BODY));
    }
}
