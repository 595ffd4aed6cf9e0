package io.latchkey.token.key;

import static io.latchkey.token.key.Replicas.PATIENCE;
import static io.latchkey.token.key.Replicas.accepts;
import static io.latchkey.token.key.Replicas.published;
import static io.latchkey.token.key.Replicas.ring;
import static io.latchkey.token.key.Replicas.sign;
import static io.latchkey.token.key.Replicas.signing;
import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A compromised key is good for nothing any more, at once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyWithdrawalTests {

    private Replicas replicas;

    @BeforeAll
    void start() {
        replicas = new Replicas();
    }

    @AfterAll
    void stop() {
        replicas.close();
    }

    @Test
    void aWithdrawnKeyIsRefusedAndUnpublishedHereAtOnceAndThereAfterALook() {
        replicas.settle();
        String token = sign(replicas.one);
        String kid = signing(replicas.one);
        assertThat(accepts(replicas.two, token)).isTrue();
        TestSite site = replicas.one.site("stale");
        String anonymous = site.anonymous().token();

        assertThat(withdraw(kid).status()).isEqualTo(204);
        assertThat(accepts(replicas.one, token)).isFalse();
        assertThat(site.api().get("/v1/me", anonymous).status()).isEqualTo(401);
        assertThat(site.api()
                        .post("/v1/readers/ada/sessions", site.key(), "{\"anonymous\":\"%s\"}".formatted(anonymous))
                        .status())
                .as("what the browser still holds keeps nobody from signing in")
                .isEqualTo(201);
        assertThat(published(replicas.one)).isNotEmpty().doesNotContain(kid);

        ring(replicas.two).refresh().block(PATIENCE);
        assertThat(accepts(replicas.two, token)).isFalse();
        assertThat(published(replicas.two)).isEqualTo(published(replicas.one));
    }

    @Test
    void aNewKeySignsAtOnceWhereNoOtherIsLeft() {
        replicas.settle();
        for (String kid : published(replicas.one)) {
            assertThat(withdraw(kid).status()).isEqualTo(204);
        }
        replicas.refresh();

        String token = sign(replicas.one);
        assertThat(published(replicas.one)).contains(signing(replicas.one));
        assertThat(signing(replicas.two)).isEqualTo(signing(replicas.one));
        assertThat(accepts(replicas.two, token)).isTrue();
    }

    @Test
    void theFormerKeySignsAgainWhereItIsStillGood() {
        replicas.settle();
        String former = signing(replicas.one);
        replicas.rotate();
        replicas.settle();
        String latest = signing(replicas.one);
        assertThat(latest).isNotEqualTo(former);

        withdraw(latest);
        replicas.refresh();

        assertThat(signing(replicas.one)).isEqualTo(former);
        assertThat(signing(replicas.two)).isEqualTo(former);
    }

    @Test
    void aSharedLookAtTheTableDoesNotBringAWithdrawnKeyBack() {
        replicas.settle();
        String token = sign(replicas.one);
        String kid = signing(replicas.one);
        // The look that an unknown kid causes is shared for a while: here it still sees the key.
        ring(replicas.one).keysReadAgain().block(PATIENCE);

        withdraw(kid);

        assertThat(accepts(replicas.one, token)).isFalse();
    }

    @Test
    void theRowOfAWithdrawnKeyHoldsNoPrivateKey() throws SQLException {
        replicas.settle();
        String kid = signing(replicas.one);
        assertThat(privateKeyBytes(kid)).isPositive();

        withdraw(kid);

        assertThat(privateKeyBytes(kid)).isZero();
    }

    @Test
    void aKeyThatIsNotThereCannotBeWithdrawn() {
        replicas.settle();
        String kid = signing(replicas.one);
        withdraw(kid);

        assertThat(withdraw(kid).status()).isEqualTo(404);
        assertThat(withdraw("no-such-key").code()).isEqualTo("unknown-key");
    }

    @Test
    void onlyTheOperatorRotatesAndWithdraws() {
        String kid = signing(replicas.one);
        String siteKey = replicas.one.site("curious").key();

        assertThat(replicas.one.api().delete("/v1/keys/" + kid, null).status()).isEqualTo(401);
        assertThat(replicas.one.api().delete("/v1/keys/" + kid, siteKey).status())
                .isEqualTo(403);
        assertThat(replicas.one.api().post("/v1/keys/rotation", siteKey).status())
                .isEqualTo(403);
        assertThat(published(replicas.one)).contains(kid);
    }

    private Answer withdraw(String kid) {
        return replicas.one.api().delete("/v1/keys/" + kid, TestService.OPERATOR);
    }

    private int privateKeyBytes(String kid) throws SQLException {
        try (Connection connection = TestDatabase.connect(replicas.one.databaseUrl());
                PreparedStatement query =
                        connection.prepareStatement("SELECT length(private_key) FROM signing_key WHERE kid = ?")) {
            query.setString(1, kid);
            try (ResultSet row = query.executeQuery()) {
                assertThat(row.next()).isTrue();
                return row.getInt(1);
            }
        }
    }
}
