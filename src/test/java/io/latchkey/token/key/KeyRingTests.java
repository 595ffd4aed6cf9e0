package io.latchkey.token.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.shared.database.MasterKey;
import io.latchkey.shared.time.Clock;
import io.latchkey.testing.TestService;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** What the ring believes when looks at the table are slow or fail. */
class KeyRingTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Instant NOW = Instant.parse("2031-03-01T09:30:00Z");

    private final SigningKey leaked = KeyPairs.generate(1, NOW.minusSeconds(20));
    private final SigningKey next = KeyPairs.generate(2, NOW.minusSeconds(10));
    private final SigningKeySet before = new SigningKeySet(List.of(leaked, next), 2);
    private final SigningKeySet after = new SigningKeySet(List.of(next), 2);
    private final Table table = new Table();
    private final Clock clock = new Clock(() -> NOW);
    private final KeyRing ring =
            new KeyRing(table, new KeyRotation(table, new TokenSettings(Duration.ofDays(90)), clock), clock);

    @Test
    void aSlowLookDoesNotBringAWithdrawnKeyBack() {
        Sinks.One<SigningKeySet> slow = Sinks.one();
        table.answers.add(slow.asMono());
        table.answers.add(Mono.just(after));

        var looking = ring.readNow().toFuture();
        ring.readNow().block(PATIENCE);
        slow.tryEmitValue(before).orThrow();

        assertThat(looking).succeedsWithin(PATIENCE).isEqualTo(after);
        assertThat(known()).isEqualTo(after);
    }

    @Test
    void aKeyIsForgottenAlsoWhenTheTableCannotBeReadAgain() {
        table.answers.add(Mono.just(before));
        ring.readNow().block(PATIENCE);
        assertThat(known()).isEqualTo(before);
        table.answers.add(Mono.error(new IllegalStateException("away")));

        ring.forget(leaked.kid()).block(PATIENCE);

        assertThat(known()).isEqualTo(after);
    }

    @Test
    void whatIsKnownGoesOnServingWhenALookFails() {
        table.answers.add(Mono.just(before));
        ring.readNow().block(PATIENCE);
        table.answers.add(Mono.error(new IllegalStateException("away")));

        assertThat(ring.readNow().block(PATIENCE)).isEqualTo(before);
        assertThat(ring.ready()).isTrue();
    }

    private SigningKeySet known() {
        return ring.keys().blockOptional(PATIENCE).orElseThrow();
    }

    /** Answers as it is told to, one look after the other. */
    private static final class Table extends SigningKeys {

        final Queue<Mono<SigningKeySet>> answers = new ArrayDeque<>();

        Table() {
            super(
                    TestService.shared().bean(R2dbcEntityTemplate.class),
                    TestService.shared().bean(MasterKey.class));
        }

        @Override
        Mono<SigningKeySet> all() {
            return Mono.defer(answers::remove);
        }
    }
}
