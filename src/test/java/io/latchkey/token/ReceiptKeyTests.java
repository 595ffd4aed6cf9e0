package io.latchkey.token;

import static io.latchkey.testing.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jsonwebtoken.Jwts;
import io.latchkey.shared.database.Ciphertext;
import io.latchkey.shared.database.MasterKey;
import io.latchkey.shared.problem.Problem;
import io.latchkey.shared.problem.SettingException;
import io.latchkey.shared.time.Clock;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.token.key.KeyRing;
import io.latchkey.token.key.ReceiptKeys;
import io.latchkey.token.key.SigningKey;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The key that signs receipts, and nothing else. */
class ReceiptKeyTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final byte[] DOCUMENT = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);

    private final TestService service = TestService.shared();
    private final SigningKey key = key(service);

    @ParameterizedTest
    @EnumSource(TokenType.class)
    void aReceiptIsNoToken(TokenType type) {
        String jws = signed(service).jws();
        assertThatThrownBy(() -> verify(jws, type)).isInstanceOf(Problem.class);
    }

    /** What somebody who could use the receipts' key would make of it. */
    @ParameterizedTest
    @EnumSource(TokenType.class)
    void aTokenThatItSignedIsRefused(TokenType type) {
        SigningKey tokens = service.bean(KeyRing.class)
                .keys()
                .map(keys ->
                        keys.signingAt(service.bean(Clock.class).tokenTime()).orElseThrow())
                .blockOptional(PATIENCE)
                .orElseThrow();
        assertThat(verify(token(tokens, type), type)).isEqualTo("news");
        assertThatThrownBy(() -> verify(token(key, type), type)).isInstanceOf(Problem.class);
        if (type == TokenType.READER) {
            TestReader ada = service.site("receipt-key").reader("ada");
            assertThat(service.api().get("/v1/me", ada.token()).status()).isEqualTo(200);
            assertProblem(
                    "signed by the receipts' key",
                    service.api().get("/v1/me", token(key, type)),
                    401,
                    "invalid-credentials");
        }
    }

    @Test
    void itIsNotAmongTheKeysThatContentServersRead() {
        assertThat(published(service, "receipt-keys")).contains(key.kid());
        assertThat(published(service, "jwks")).doesNotContain(key.kid());
    }

    @Test
    void aTokenIsNoSignatureOfAReceipt() {
        ReceiptSigner signer = service.bean(ReceiptSigner.class);
        String token = token(key, TokenType.ACCESS);
        byte[] claims = Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]);
        assertThat(verified(signer, new ReceiptSigner.Signature(key.kid(), token), claims))
                .isFalse();
        ReceiptSigner.Signature real = signed(service);
        assertThat(verified(signer, real, DOCUMENT)).isTrue();
        assertThat(verified(signer, real, claims)).isFalse();
        assertThat(verified(signer, new ReceiptSigner.Signature("none", real.jws()), DOCUMENT))
                .isFalse();
    }

    @Test
    void itLiesEncryptedAndApartFromThoseOfTokens() throws SQLException {
        String table = query(service, "SELECT string_agg(k::text, '') FROM receipt_key k");
        assertThat(table).contains(hex(key.publicKey().getEncoded()));
        assertThat(table).doesNotContain(hex(key.privateKey().getEncoded()));
        Ciphertext sealed = new Ciphertext(
                HexFormat.of().parseHex(query(service, "SELECT encode(private_key, 'hex') FROM receipt_key")));
        // Put into the table of signing keys, the row would not open.
        MasterKey masterKey = service.bean(MasterKey.class);
        assertThatThrownBy(() -> masterKey.decrypt(sealed, key.kid())).isInstanceOf(SettingException.class);
    }

    @Test
    void replicasThatStartAtOnceAgreeOnOneAndItOutlivesThem() throws SQLException {
        String database = TestDatabase.fresh();
        String kid;
        ReceiptSigner.Signature signature;
        List<CompletableFuture<TestService>> starting = Stream.of(1, 2)
                .map(_ -> CompletableFuture.supplyAsync(() -> TestService.on(database)))
                .toList();
        try (TestService one = starting.get(0).join();
                TestService other = starting.get(1).join()) {
            kid = key(one).kid();
            assertThat(key(other).kid()).isEqualTo(kid);
            assertThat(query(one, "SELECT count(*) FROM receipt_key")).isEqualTo("1");
            signature = signed(one);
            assertThat(verified(other.bean(ReceiptSigner.class), signature, DOCUMENT))
                    .isTrue();
        }
        try (TestService later = TestService.on(database)) {
            assertThat(published(later, "receipt-keys")).contains(kid);
            assertThat(verified(later.bean(ReceiptSigner.class), signature, DOCUMENT))
                    .isTrue();
        }
    }

    private static SigningKey key(TestService service) {
        return service.bean(ReceiptKeys.class).signing().blockOptional(PATIENCE).orElseThrow();
    }

    private static ReceiptSigner.Signature signed(TestService service) {
        return service.bean(ReceiptSigner.class)
                .sign(DOCUMENT)
                .blockOptional(PATIENCE)
                .orElseThrow();
    }

    private static boolean verified(ReceiptSigner signer, ReceiptSigner.Signature signature, byte[] document) {
        return signer.verify(signature, document).blockOptional(PATIENCE).orElseThrow();
    }

    /** The site that the token is for. */
    private String verify(String token, TokenType type) {
        return service.bean(TokenVerifier.class)
                .verify(token, type)
                .map(TokenVerifier.VerifiedToken::audience)
                .blockOptional(PATIENCE)
                .orElseThrow();
    }

    private String token(SigningKey by, TokenType type) {
        Instant now = service.bean(Clock.class).tokenTime();
        return Jwts.builder()
                .json(new JwtJson.Writer())
                .header()
                .type(type.headerValue())
                .keyId(by.kid())
                .and()
                .issuer(TestService.ISSUER)
                .subject(UUID.randomUUID().toString())
                .claims(Map.of("aud", "news"))
                .issuedAt(Date.from(now))
                .expiration(Date.from(now.plusSeconds(60)))
                .id(UUID.randomUUID().toString())
                .signWith(by.privateKey(), Jwts.SIG.ES256)
                .compact();
    }

    private static String published(TestService service, String set) {
        return service.api().get("/.well-known/" + set + ".json", null).text();
    }

    private static String query(TestService service, String sql) throws SQLException {
        try (Connection connection = TestDatabase.connect(service.databaseUrl());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
