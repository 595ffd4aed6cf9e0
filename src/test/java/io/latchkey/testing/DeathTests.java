package io.latchkey.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** A death that leaves something undone, and nothing half done. */
class DeathTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String url = TestDatabase.fresh();
    private final Death death = new Death(url);
    private final MortalConnections connections = new MortalConnections(plain(), death);
    private final DatabaseClient mortal = DatabaseClient.create(connections);
    private final TransactionalOperator transaction =
            TransactionalOperator.create(new R2dbcTransactionManager(connections));

    @Test
    void keepsWhatWasCommittedAndNothingElse() {
        insert("CREATE TABLE kept (id integer)").block(PATIENCE);
        death.comesAfter(2);
        assertThatThrownBy(() -> insert("INSERT INTO kept VALUES (1)")
                        .then(insert("INSERT INTO kept VALUES (2)"))
                        .then(insert("INSERT INTO kept VALUES (3)"))
                        .block(PATIENCE))
                .isNotNull();
        assertThat(death.hasCome()).isTrue();
        assertThatThrownBy(() -> insert("INSERT INTO kept VALUES (4)").block(PATIENCE))
                .isNotNull();
        death.isOver();
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void rollsBackWhatWasUnderWayUntilItsCommitIsDone() {
        insert("CREATE TABLE kept (id integer)").block(PATIENCE);
        Mono<Void> unit = insert("INSERT INTO kept VALUES (1)").then(insert("INSERT INTO kept VALUES (2)"));
        for (int steps = 1; steps <= 3; steps++) {
            death.comesAfter(steps);
            assertThatThrownBy(() -> transaction.transactional(unit).block(PATIENCE))
                    .isNotNull();
            death.isOver();
            assertThat(count()).as("begun, and one or both written").isZero();
        }
        death.comesAfter(4);
        assertThatThrownBy(() -> transaction.transactional(unit).block(PATIENCE))
                .isNotNull();
        death.isOver();
        assertThat(count()).as("committed, though nobody was told").isEqualTo(2);
    }

    private Mono<Void> insert(String sql) {
        return mortal.sql(sql).then();
    }

    private long count() {
        return mortal.sql("SELECT count(*) AS rows FROM kept")
                .map(row -> Objects.requireNonNull(row.get("rows", Long.class)))
                .one()
                .blockOptional(PATIENCE)
                .orElseThrow();
    }

    private PostgresqlConnectionFactory plain() {
        URI uri = URI.create(url);
        String[] credentials = uri.getUserInfo().split(":", 2);
        return new PostgresqlConnectionFactory(PostgresqlConnectionConfiguration.builder()
                .host(uri.getHost())
                .port(uri.getPort())
                .database(uri.getPath().substring(1))
                .username(credentials[0])
                .password(credentials.length > 1 ? credentials[1] : "")
                .build());
    }
}
