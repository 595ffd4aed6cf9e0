package io.latchkey.shared.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestService;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** A setting that cannot be meant stops the start at once, and says what to do. */
class StartTests {

    private static final String STRIPE = "--latchkey.payment-provider=stripe";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abc",
                "0123456789012345678901234567890",
                "  0123456789012345678901234567890  ",
                "a key of thirty-two characters, but with spaces",
                "ein-schl\u00fcssel-den-kein-header-tr\u00e4gt"
            })
    void refusesAnOperatorKeyThatCanBeGuessedOrNotBeSent(String key) throws SQLException {
        String database = TestDatabase.fresh();

        FailureAnalysis why = refused(database, "--latchkey.operator-key=" + key);

        assertThat(why.getDescription()).contains("LATCHKEY_OPERATOR_KEY").doesNotContain(key.strip());
        assertThat(why.getAction()).contains("openssl rand -hex 32");
        assertThat(tables(database)).isZero();
    }

    @Test
    void takesAnOperatorKeyOfThirtyTwoCharactersWhateverSpaceIsAroundIt() {
        String key = "0123456789abcdef0123456789abcdef";
        try (TestService service = TestService.own("--latchkey.operator-key= " + key + "\n")) {
            assertThat(service.api().post("/v1/keys/rotation", key).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"paypal", "Stripe", "sandbox,stripe", "true"})
    void refusesAPaymentProviderThatItDoesNotKnow(String provider) throws SQLException {
        String database = TestDatabase.fresh();

        FailureAnalysis why = refused(database, "--latchkey.payment-provider=" + provider);

        assertThat(why.getDescription()).contains("LATCHKEY_PAYMENT_PROVIDER");
        assertThat(why.getAction()).contains("sandbox, stripe");
        assertThat(tables(database)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "'', whsec_x, LATCHKEY_STRIPE_SECRET_KEY",
        "sk_test_x, '', LATCHKEY_STRIPE_WEBHOOK_SECRET",
        "' ', ' ', LATCHKEY_STRIPE_SECRET_KEY"
    })
    void refusesToSellThroughStripeWithoutItsSecrets(String key, String secret, String missing) throws SQLException {
        String database = TestDatabase.fresh();

        FailureAnalysis why = refused(
                database, STRIPE, "--latchkey.stripe.secret-key=" + key, "--latchkey.stripe.webhook-secret=" + secret);

        assertThat(why.getDescription()).contains(missing);
        assertThat(why.getAction()).contains("Stripe's dashboard");
        assertThat(tables(database)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "--latchkey.limits.receipts=0, LATCHKEY_LIMITS_RECEIPTS, or leave it out",
        "'--latchkey.trusted-proxies=10.0.0.1,proxy.example', LATCHKEY_TRUSTED_PROXIES, 10.0.0.0/8",
        "'--latchkey.master-key= ', LATCHKEY_MASTER_KEY is not set, openssl rand -base64 32",
        "--latchkey.master-key=c2hvcnQ=, LATCHKEY_MASTER_KEY is not 32 bytes long, openssl rand -base64 32",
        "--latchkey.issuer=latchkey.example.com, LATCHKEY_ISSUER is not the address of a web site, https://"
    })
    void refusesWhatCannotBeMeant(String setting, String wrong, String remedy) throws SQLException {
        String database = TestDatabase.fresh();

        FailureAnalysis why = refused(database, setting);

        assertThat(why.getDescription()).contains(wrong).doesNotContain("proxy.example", "c2hvcnQ");
        assertThat(why.getAction()).contains(remedy);
        assertThat(tables(database)).isZero();
    }

    /** What the operator reads of a start that failed. */
    private static FailureAnalysis refused(String database, String... settings) {
        Throwable stopped =
                catchThrowable(() -> TestService.on(database, settings).close());
        assertThat(stopped).hasRootCauseInstanceOf(SettingException.class);
        return Objects.requireNonNull(new SettingFailureAnalyzer().analyze(stopped));
    }

    /** Nothing was migrated. */
    private static int tables(String database) throws SQLException {
        try (Connection connection = TestDatabase.connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")) {
            row.next();
            return row.getInt(1);
        }
    }
}
