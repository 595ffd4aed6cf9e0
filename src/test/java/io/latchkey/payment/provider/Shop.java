package io.latchkey.payment.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.event.EventRelay;
import io.latchkey.payment.provider.ProviderWorld.SignedEvent;
import io.latchkey.testing.Api;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.ByHand;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** A reader's dealings with a provider, step by step, and what is left of them in the database. */
public final class Shop implements AutoCloseable {

    /** Longer than whoever took something keeps it from the others. */
    private static final Duration LEASES = Duration.ofMinutes(2);

    private static final int MOST_ROUNDS = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final ProviderHands hands;
    private final String databaseUrl;
    private final List<SignedEvent> undelivered = new ArrayList<>();
    private @Nullable Connection database;

    /** Before this provider, on this database. */
    public Shop(ProviderHands hands, String databaseUrl) {
        this.hands = hands;
        this.databaseUrl = databaseUrl;
    }

    /** The page on which a reader pays; asked again it is the same one. */
    public Answer checkout(TestService at, TestReader reader) {
        HttpRequest request = at.api()
                .request("/v1/me/subscription", reader.token())
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "the-checkout-of-" + reader.ref())
                .POST(BodyPublishers.ofString("{\"plan\":\"monthly\"}"))
                .build();
        return at.api().send(request);
    }

    /** That page's address. */
    public static URI page(Answer begun) {
        assertThat(begun.status()).as(begun.text()).isEqualTo(201);
        return URI.create(begun.body().path("checkout").path("url").asString());
    }

    /** A reader who has a subscription, and nothing waits. */
    public URI subscribed(TestService at, TestReader reader) {
        URI page = page(checkout(at, reader));
        hands.pay(page);
        settle(at);
        return page;
    }

    /** The reader cancels. */
    public Answer cancel(TestService at, TestReader reader, String effective) {
        return at.api()
                .post(
                        "/v1/me/subscription/cancellation",
                        reader.token(),
                        "{\"effective\":\"%s\"}".formatted(effective));
    }

    /**
     * The provider posts what it has to tell, and what is not answered once more the next time;
     * false when something is not.
     */
    public boolean deliver(TestService at) {
        news();
        for (Iterator<SignedEvent> events = undelivered.iterator(); events.hasNext(); ) {
            if (post(at.api(), events.next()) != 200) {
                return false;
            }
            events.remove();
        }
        return true;
    }

    private static int post(Api api, SignedEvent event) {
        HttpHeaders headers = event.headers();
        String name = headers.headerNames().iterator().next();
        String path = name.startsWith("Stripe") ? "/v1/payments/stripe/events" : "/v1/payments/sandbox/events";
        return api.send(api.request(path, null)
                        .header("Content-Type", "application/json")
                        .header(name, String.valueOf(headers.getFirst(name)))
                        .POST(BodyPublishers.ofString(event.body()))
                        .build())
                .status();
    }

    /** What was posted is looked into; what a dead replica holds waits. */
    public void apply(TestService at) {
        at.beans(ProviderEvents.class).forEach(inbox -> inbox.applyDue().block(PATIENCE));
    }

    /** What was decided is carried to the provider; what a dead replica holds waits. */
    public void relay(TestService at) {
        at.bean(EventRelay.class).run().block(PATIENCE);
    }

    /** Whatever was left behind is done by this replica. */
    public void settle(TestService at) {
        hands.passes(LEASES);
        for (int round = 0; round == 0 || news(); round++) {
            assertThat(round).as("the provider has always something new").isLessThan(MOST_ROUNDS);
            assertThat(deliver(at)).isTrue();
            at.beans(ProviderEvents.class).forEach(inbox -> ByHand.run(inbox.applyDue()));
            ByHand.run(at.bean(EventRelay.class).run());
        }
    }

    private boolean news() {
        undelivered.addAll(hands.news());
        return !undelivered.isEmpty();
    }

    /** The first column of what a query finds, for a reader in the place of its question mark. */
    public List<String> rows(UUID reader, String query) {
        try (PreparedStatement statement = database().prepareStatement(query)) {
            statement.setObject(1, reader);
            List<String> rows = new ArrayList<>();
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    rows.add(String.valueOf(found.getString(1)));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Connection database() throws SQLException {
        if (database == null) {
            database = TestDatabase.connect(databaseUrl);
        }
        return database;
    }

    @Override
    public void close() {
        try {
            database().close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The reader's id. */
    public static UUID id(TestReader reader) {
        return UUID.fromString(reader.me().path("reader").path("id").asString());
    }
}
