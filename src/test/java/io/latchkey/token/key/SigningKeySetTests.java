package io.latchkey.token.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which key does what, without a service. */
class SigningKeySetTests {

    private static final Instant NOON = Instant.parse("2030-05-01T12:00:00Z");
    private static final Duration MOMENT = Duration.ofNanos(1);

    private static SigningKey key(int generation, Instant signsFrom, @Nullable Instant retiredAt) {
        SigningKey made = KeyPairs.generate(generation, signsFrom);
        return new SigningKey(made.kid(), generation, made.privateKey(), made.publicKey(), signsFrom, retiredAt);
    }

    private final Instant turn = NOON.plus(SigningKeySet.PUBLISHED_BEFORE_SIGNING);
    private final SigningKey old = key(1, NOON.minus(Duration.ofDays(90)), turn);
    private final SigningKey next = key(2, turn, null);
    private final SigningKeySet both = new SigningKeySet(List.of(next, old), 2);

    @Test
    void noKeySignsWhereThereIsNone() {
        assertThat(SigningKeySet.EMPTY.signingAt(NOON)).isEmpty();
        assertThat(SigningKeySet.EMPTY.nextGeneration()).isEqualTo(1);
    }

    @Test
    void theOldKeySignsUntilTheMomentOfTheNew() {
        assertThat(both.signingAt(turn.minus(MOMENT))).contains(old);
        assertThat(both.signingAt(turn)).contains(next);
    }

    @Test
    void aKeyIsPublishedAndVerifiesBeforeItSigns() {
        assertThat(both.publishedAt(NOON)).containsExactlyInAnyOrder(old, next);
        assertThat(both.verifying(next.kid(), NOON)).contains(next);
        assertThat(both.announcedAt(NOON)).contains(next);
        assertThat(both.announcedAt(turn)).isEmpty();
    }

    @Test
    void aRetiredKeyIsPublishedUntilItsLastTokenIsOver() {
        Instant over = turn.plus(SigningKey.PUBLISHED_AFTER_RETIREMENT);

        assertThat(SigningKey.PUBLISHED_AFTER_RETIREMENT).isGreaterThanOrEqualTo(SigningKey.LONGEST_TOKEN_LIFE);
        assertThat(both.publishedAt(over.minus(MOMENT))).contains(old);
        assertThat(both.publishedAt(over)).containsExactly(next);
        assertThat(both.verifying(old.kid(), over.minus(MOMENT))).contains(old);
        assertThat(both.verifying(old.kid(), over)).isEmpty();
    }

    @Test
    void aKeyMadeInAnEmergencyGoesBeforeAnAnnouncedOne() {
        SigningKey emergency = key(3, NOON, null);
        SigningKeySet three = new SigningKeySet(List.of(old, next, emergency), 3);

        assertThat(three.signingAt(NOON)).contains(emergency);
        assertThat(three.signingAt(turn)).contains(emergency);
        assertThat(three.announcedAt(NOON)).isEmpty();
    }

    @Test
    void aWithdrawnKeysGenerationIsNotUsedAgain() {
        SigningKeySet left = both.without(next.kid());

        assertThat(left.keys()).containsExactly(old);
        assertThat(left.verifying(next.kid(), NOON)).isEmpty();
        assertThat(left.nextGeneration()).isEqualTo(3);
    }

    @Test
    void aKeyNeverPrintsItsSecret() {
        String secret = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(old.privateKey().getS().toByteArray());

        assertThat(both.toString())
                .contains(old.kid())
                .doesNotContain(old.privateKey().getS().toString())
                .doesNotContain(secret);
    }
}
