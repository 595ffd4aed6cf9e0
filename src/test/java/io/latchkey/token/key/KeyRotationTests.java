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
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Keys follow one another without a gap, on two replicas. */
@Tag("oldest")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyRotationTests {

    private static final Duration ALMOST = SigningKeySet.PUBLISHED_BEFORE_SIGNING.minusSeconds(1);

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
    void replicasThatStartAtOnceAgreeOnOneFirstKey() {
        try (Replicas fresh = new Replicas()) {
            assertThat(published(fresh.one)).hasSize(1).isEqualTo(published(fresh.two));
            assertThat(signing(fresh.one)).isEqualTo(signing(fresh.two));
            assertThat(accepts(fresh.two, sign(fresh.one))).isTrue();
        }
    }

    @Test
    void replicasThatFindNoKeyAtTheSameMomentMakeOne() throws SQLException {
        empty();
        KeyRotation first = replicas.one.bean(KeyRotation.class);
        KeyRotation second = replicas.two.bean(KeyRotation.class);

        // Both have looked before either adds: the order that a race would bring about.
        SigningKeySet made = first.makeTheKeyThatIsDue(SigningKeySet.EMPTY).block(PATIENCE);
        SigningKeySet found = second.makeTheKeyThatIsDue(SigningKeySet.EMPTY).block(PATIENCE);

        assertThat(made).isNotNull();
        assertThat(found).isNotNull();
        assertThat(made.keys()).hasSize(1);
        assertThat(found.keys()).extracting(SigningKey::kid).containsExactly(kid(made));
        replicas.settle();
        assertThat(signing(replicas.one)).isEqualTo(kid(made));
    }

    @Test
    void aRotationPublishesTheNewKeyBeforeItSigns() {
        replicas.settle();
        String old = signing(replicas.one);
        String token = sign(replicas.one);

        Answer answer = replicas.rotate();
        replicas.refresh();

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        JsonNode announced = announced(answer);
        String next = announced.path("kid").asString();
        assertThat(Instant.parse(announced.path("signsFrom").asString()))
                .isEqualTo(SettableTime.now().plus(SigningKeySet.PUBLISHED_BEFORE_SIGNING));
        everywhere(old, old, next);

        replicas.advance(ALMOST);
        everywhere(old, old, next);

        replicas.advance(Duration.ofSeconds(1));
        everywhere(next, old, next);
        for (TestService replica : replicas.both()) {
            assertThat(accepts(replica, token)).isTrue();
        }
    }

    @Test
    void askingForARotationTwiceAnnouncesOneKey() {
        replicas.settle();
        int before = published(replicas.one).size();

        String first = announced(replicas.rotate()).path("kid").asString();
        String second = announced(replicas.rotate()).path("kid").asString();

        assertThat(second).isEqualTo(first);
        assertThat(published(replicas.one)).hasSize(before + 1);
    }

    @Test
    void bothReplicasAskedAtOnceAnnounceOneKey() {
        replicas.settle();
        int before = published(replicas.one).size();

        Mono.when(
                        replicas.one.bean(KeyRotation.class).rotate(),
                        replicas.two.bean(KeyRotation.class).rotate(),
                        replicas.one.bean(KeyRotation.class).rotate(),
                        replicas.two.bean(KeyRotation.class).rotate())
                .block(PATIENCE);
        replicas.refresh();

        assertThat(published(replicas.one)).hasSize(before + 1);
        assertThat(published(replicas.two)).isEqualTo(published(replicas.one));
    }

    @Test
    void aKeyThatGrewOldIsFollowedWithoutBeingAskedFor() {
        replicas.settle();
        replicas.rotate();
        replicas.settle();
        String old = signing(replicas.one);

        replicas.advance(Duration.ofDays(90));
        assertThat(announcedKids()).isEmpty();
        replicas.advance(Duration.ofSeconds(1));
        assertThat(announcedKids()).hasSize(1);
        List<String> announced = published(replicas.one);
        replicas.refresh();

        assertThat(published(replicas.one)).isEqualTo(announced);
        assertThat(published(replicas.two)).isEqualTo(announced);
        assertThat(signing(replicas.one)).isEqualTo(old);
        replicas.advance(SigningKeySet.PUBLISHED_BEFORE_SIGNING);
        assertThat(signing(replicas.one)).isNotEqualTo(old).isEqualTo(signing(replicas.two));
        assertThat(announced).contains(signing(replicas.one), old);
    }

    @Test
    void aRetiredKeyIsPublishedUntilItsLastTokenIsOver() {
        replicas.settle();
        String old = signing(replicas.one);
        replicas.rotate();
        replicas.advance(ALMOST);
        String lastToken = sign(replicas.one);
        replicas.advance(Duration.ofSeconds(1));

        replicas.advance(SigningKey.LONGEST_TOKEN_LIFE.minusSeconds(2));
        for (TestService replica : replicas.both()) {
            assertThat(published(replica)).contains(old);
            assertThat(accepts(replica, lastToken)).isTrue();
        }

        replicas.advance(Duration.ofHours(1).plusSeconds(2));
        for (TestService replica : replicas.both()) {
            assertThat(published(replica)).isNotEmpty().doesNotContain(old);
            assertThat(accepts(replica, lastToken)).isFalse();
        }
    }

    private List<String> announcedKids() {
        return replicas.both().stream()
                .map(replica -> ring(replica).keys().blockOptional(PATIENCE).orElseThrow())
                .flatMap(keys -> keys.announcedAt(SettableTime.now()).stream())
                .map(SigningKey::kid)
                .distinct()
                .toList();
    }

    private void everywhere(String signing, String... published) {
        for (TestService replica : replicas.both()) {
            assertThat(signing(replica)).isEqualTo(signing);
            assertThat(published(replica)).contains(published);
        }
    }

    private static String kid(SigningKeySet keys) {
        return keys.keys().getFirst().kid();
    }

    private static JsonNode announced(Answer answer) {
        return answer.body()
                .path("keys")
                .valueStream()
                .filter(key -> Instant.parse(key.path("signsFrom").asString()).isAfter(SettableTime.now()))
                .findFirst()
                .orElseThrow();
    }

    private void empty() throws SQLException {
        try (Connection connection = TestDatabase.connect(replicas.one.databaseUrl());
                Statement statement = connection.createStatement()) {
            statement.execute("TRUNCATE signing_key");
        }
    }
}
