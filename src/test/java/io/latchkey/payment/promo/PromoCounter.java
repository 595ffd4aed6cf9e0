package io.latchkey.payment.promo;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Plans;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.reader.identity.ReaderLock;
import io.latchkey.reader.identity.Readers;
import io.latchkey.reader.identity.Ref;
import io.latchkey.shared.database.Ids;
import io.latchkey.shared.problem.Problem;
import io.latchkey.site.SiteId;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** A site whose readers come to checkouts with promo codes, on the shared service. */
final class PromoCounter {

    private static final TestService SERVICE = TestService.shared();
    private static final String INSERT_CHECKOUT = """
        INSERT INTO checkout (site_id, reader_id, checkout_id, plan_id, pack, price_minor,
            currency, due_now_minor, plan_name, period, unlocks, status, created_at)
        VALUES (:site, :reader, :id, 'monthly', false, 900, 'EUR', 900, 'Monthly', 'P1M', 0,
            'open', :now)
        """;

    private final TestSite site = SERVICE.site("counter").monthlyPlan("monthly", 900, 0);
    private final SubscriptionPlan plan = (SubscriptionPlan) Objects.requireNonNull(
            SERVICE.bean(Plans.class).get(siteId(), new PlanId("monthly")).block());
    final Promos promos = SERVICE.bean(Promos.class);

    TestSite site() {
        return site;
    }

    /** Writes a code. */
    PromoCodeId code(String code, String body) {
        Answer put = SERVICE.api().put("/v1/promo-codes/" + code, site.key(), body);
        assertThat(put.status()).as(put.text()).isIn(200, 201);
        return new PromoCodeId(code);
    }

    ReaderKey reader() {
        return new ReaderKey(siteId(), UUID.randomUUID());
    }

    /** Begins a checkout with a code, as buying does: both in one transaction. */
    Mono<Reduction> begin(ReaderKey reader, PromoCodeId code, UUID checkout) {
        return begin(SERVICE, reader, code, checkout);
    }

    /** As {@link #begin}, at any replica. */
    Mono<Reduction> begin(TestService replica, ReaderKey reader, PromoCodeId code, UUID checkout) {
        Mono<Void> insert = replica.bean(DatabaseClient.class)
                .sql(INSERT_CHECKOUT)
                .bind("site", site.id())
                .bind("reader", reader.id())
                .bind("id", checkout)
                .bind("now", Instant.now().truncatedTo(ChronoUnit.MICROS))
                .then();
        return replica.bean(Readers.class)
                .see(reader, new Ref("reader-" + reader.id()))
                .then(replica.bean(ReaderLock.class)
                        .transaction(
                                reader, insert.then(replica.bean(Promos.class).reserve(reader, code, plan, checkout))));
    }

    /** As {@link #begin}: the code of the refusal, or "reserved". */
    Mono<String> outcome(TestService replica, ReaderKey reader, PromoCodeId code) {
        return begin(replica, reader, code, Ids.next())
                .map(_ -> "reserved")
                .onErrorResume(
                        Problem.class, problem -> Mono.just(problem.kind().code()));
    }

    /** As {@link #outcome}. */
    String outcome(ReaderKey reader, PromoCodeId code) {
        return Objects.requireNonNull(outcome(SERVICE, reader, code).block());
    }

    /** "taken/redeemed/reserved" of a code: the count, and the rows that it counts. */
    String count(PromoCodeId code) {
        return text("""
            SELECT concat_ws('/', p.taken, count(*) FILTER (WHERE r.status = 'redeemed'),
                count(*) FILTER (WHERE r.status = 'reserved'))
            FROM promo_code p LEFT JOIN promo_redemption r USING (site_id, code)
            WHERE p.site_id = ? AND p.code = ? GROUP BY p.taken
            """, site.id(), code.value());
    }

    /** The one text that a query answers. */
    static String text(String sql, Object... parameters) {
        try (Connection connection = TestDatabase.connect(SERVICE.databaseUrl());
                PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            try (ResultSet result = statement.executeQuery()) {
                assertThat(result.next()).as(sql).isTrue();
                return String.valueOf(result.getString(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Changes rows. */
    static void change(String sql, Object... parameters) throws SQLException {
        try (Connection connection = TestDatabase.connect(SERVICE.databaseUrl());
                PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            statement.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }

    private SiteId siteId() {
        return new SiteId(site.id());
    }
}
