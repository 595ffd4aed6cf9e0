package io.latchkey.payment.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.payment.provider.IncomingEvent.PaymentChanged;
import io.latchkey.payment.provider.IncomingEvent.SubscriptionChanged;
import io.latchkey.shared.time.Round;
import io.latchkey.testing.ByHand;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestService;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** Events that another replica has are not nothing. */
class InboxTests {

    private static final TestService SERVICE = TestService.own();

    private static final int MANY = 300;

    private final Inbox inbox = SERVICE.bean(Inbox.class);

    @AfterAll
    static void stop() {
        SERVICE.close();
    }

    @Test
    void aRunSaysWhatAnotherIsTaking() throws SQLException {
        store("taken");
        try (Connection other = TestDatabase.connect(SERVICE.databaseUrl());
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT 1 FROM provider_event WHERE event_id = 'taken' FOR UPDATE");

            assertThat(inbox.applyDue().block()).isEqualTo(new Round(0, 1));
            assertThatThrownBy(() -> ByHand.run(inbox.applyDue())).hasMessageContaining("held by another run");
            // Closing alone would let it go a moment later.
            other.rollback();
        }
        assertThat(inbox.applyDue().block()).isEqualTo(new Round(1, 0));
    }

    @Test
    void aRunSaysWhatAnotherHasTaken() throws SQLException {
        store("leased");
        try (Connection other = TestDatabase.connect(SERVICE.databaseUrl());
                Statement statement = other.createStatement()) {
            statement.execute("""
                UPDATE provider_event SET leased = true, due_at = now() + interval '1 hour'
                WHERE event_id = 'leased'
                """);
            assertThat(inbox.applyDue().block()).isEqualTo(new Round(0, 1));

            statement.execute("UPDATE provider_event SET leased = false WHERE applied_at IS NULL");
            assertThat(inbox.applyDue().block()).as("what waits").isEqualTo(new Round(0, 0));
        }
    }

    @Test
    void runsAtTheSameTimeLookOnceForEachEvent() throws SQLException {
        Flux.range(0, MANY)
                .flatMap(n -> inbox.store("sandbox", new SubscriptionChanged("many-" + n, "nobody's")))
                .blockLast();
        List<Round> rounds = Flux.range(0, 3)
                .flatMap(_ -> inbox.applyDue().subscribeOn(Schedulers.parallel()))
                .collectList()
                .block();

        assertThat(Objects.requireNonNull(rounds).stream()
                        .mapToLong(Round::done)
                        .sum())
                .isEqualTo(MANY);
        try (Connection other = TestDatabase.connect(SERVICE.databaseUrl());
                Statement statement = other.createStatement();
                ResultSet twice = statement.executeQuery(
                        "SELECT event_id FROM provider_event WHERE event_id LIKE 'many-%' AND attempts <> 1")) {
            assertThat(twice.next()).isFalse();
        }
    }

    @Test
    void whatCannotBeKeptIsSetAside() throws SQLException {
        inbox.store("sandbox", new SubscriptionChanged("odd\0", "nobody's")).block();
        inbox.store("sandbox", new PaymentChanged("odd", "no\0body's")).block();
        try (Connection other = TestDatabase.connect(SERVICE.databaseUrl());
                Statement statement = other.createStatement();
                ResultSet odd = statement.executeQuery("SELECT 1 FROM provider_event WHERE event_id LIKE 'odd%'")) {
            assertThat(odd.next()).isFalse();
        }
    }

    private void store(String event) {
        inbox.store("sandbox", new SubscriptionChanged(event, "nobody's")).block();
    }
}
