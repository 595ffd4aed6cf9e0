package io.latchkey.token.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import io.latchkey.LatchkeyApplication;
import io.latchkey.shared.database.Ciphertext;
import io.latchkey.shared.database.MasterKey;
import io.latchkey.shared.problem.SettingException;
import io.latchkey.shared.time.Clock;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestService;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.text.ParseException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** What of a key is stored and what is shown. */
class KeyStorageTests {

    private final TestService service = TestService.shared();

    @Test
    void privateKeysLieEncryptedInTheDatabase() throws SQLException {
        SigningKey key = signingKey();
        String table = tableInHexadecimal();

        // The public key is found, so the search would find the private one.
        assertThat(table).contains(hex(key.publicKey().getEncoded()));
        assertThat(table).doesNotContain(hex(key.privateKey().getEncoded()));
        assertThat(table).doesNotContain(key.privateKey().getS().toString(16));
    }

    @Test
    void aStoredKeyCannotStandInForAnother() {
        MasterKey masterKey = service.bean(MasterKey.class);
        Ciphertext stored = masterKey.encrypt(new byte[] {1, 2, 3}, "one");

        assertThat(masterKey.decrypt(stored, "one")).containsExactly(1, 2, 3);
        assertThatThrownBy(() -> masterKey.decrypt(stored, "two")).isInstanceOf(SettingException.class);
    }

    @Test
    void theSameKeyIsNeverEncryptedAlike() {
        // A nonce used twice gives the key of GCM away (NIST SP 800-38D, section 8).
        MasterKey masterKey = service.bean(MasterKey.class);

        assertThat(masterKey.encrypt(new byte[32], "one").bytes())
                .isNotEqualTo(masterKey.encrypt(new byte[32], "one").bytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"d3JvbmctbWFzdGVyLWtleS1vZi0zMi1ieXRlcy0hISE=", "dG9vLXNob3J0LXNlY3JldA==", "no base64!"})
    void aWrongMasterKeyStopsTheStartAndIsNotRepeated(String wrong) {
        Throwable stopped = catchThrowable(() -> startWith(wrong).close());

        Throwable cause = rootOf(stopped);
        assertThat(cause)
                .isInstanceOf(SettingException.class)
                .message()
                .containsAnyOf("another master key", "LATCHKEY_MASTER_KEY is not");
        for (Throwable each = stopped; each != null; each = each.getCause()) {
            assertThat(String.valueOf(each.getMessage())).doesNotContain(wrong).doesNotContain(TestService.MASTER_KEY);
        }
    }

    @Test
    void theSetOfKeysIsCacheableAndHoldsNoSecret() throws ParseException, JOSEException {
        Answer answer = service.api().get("/.well-known/jwks.json", null);

        assertThat(answer.status()).isEqualTo(200);
        // RFC 5861, section 4: content servers go on for a day when we are away.
        assertThat(answer.headers().allValues("Cache-Control")).containsExactly("max-age=300, stale-if-error=86400");
        assertThat(answer.headers().allValues("Pragma")).isEmpty();
        JWKSet keys = JWKSet.parse(answer.text());
        assertThat(keys.getKeys()).isNotEmpty();
        for (JWK key : keys.getKeys()) {
            assertThat(key.isPrivate()).isFalse();
            assertThat(key.getKeyID()).isEqualTo(key.computeThumbprint().toString());
        }
        for (JsonNode key : answer.body().path("keys")) {
            assertThat(key.propertyNames()).containsExactlyInAnyOrder("kty", "crv", "x", "y", "use", "alg", "kid");
        }
    }

    @Test
    void theMetadataSayWhereTheKeysAre() {
        Answer answer = service.api().get("/.well-known/oauth-authorization-server", null);

        // RFC 8414, section 2.
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("issuer")).isEqualTo(TestService.ISSUER);
        assertThat(answer.text("jwks_uri")).isEqualTo(TestService.ISSUER + "/.well-known/jwks.json");
        assertThat(answer.body().path("response_types_supported").isArray()).isTrue();
    }

    private SigningKey signingKey() {
        Clock clock = service.bean(Clock.class);
        return service.bean(KeyRing.class)
                .keys()
                .map(keys -> keys.signingAt(clock.tokenTime()).orElseThrow())
                .blockOptional()
                .orElseThrow();
    }

    private String tableInHexadecimal() throws SQLException {
        try (Connection connection = TestDatabase.connect(service.databaseUrl());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT string_agg(k::text, '') FROM signing_key k")) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    private ConfigurableApplicationContext startWith(String masterKey) {
        return SpringApplication.run(
                LatchkeyApplication.class,
                "--server.port=0",
                "--latchkey.database-url=" + service.databaseUrl(),
                "--latchkey.operator-key=" + TestService.OPERATOR,
                "--latchkey.issuer=" + TestService.ISSUER,
                "--latchkey.master-key=" + masterKey);
    }

    private static Throwable rootOf(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null && !(root instanceof SettingException)) {
            root = root.getCause();
        }
        return root;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
