package io.latchkey.payment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.payment.checkout.Checkout;
import io.latchkey.payment.checkout.Checkouts;
import io.latchkey.payment.provider.BilledPayment;
import io.latchkey.payment.provider.CheckoutOrder;
import io.latchkey.payment.provider.PlanOrder;
import io.latchkey.plan.Discount;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.reader.ReaderKey;
import io.latchkey.shared.database.Ids;
import io.latchkey.site.SiteId;
import io.latchkey.subscription.BillingState;
import io.latchkey.subscription.Subscription;
import io.latchkey.subscription.Subscriptions;
import io.latchkey.testing.Migrations;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestService;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What was sold and billed before there were offers, rules of discounts and looks at providers. */
@Tag("oldest")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OlderBooksTests {

    private static final Instant START = Instant.parse("2027-03-01T08:00:00Z");
    private static final Instant END = Instant.parse("2027-04-01T08:00:00Z");
    private static final Instant GIFT_END = Instant.parse("2027-09-01T08:00:00Z");
    private static final Instant NEXT = Instant.parse("2027-04-01T08:10:00Z");
    private static final JsonMapper JSON = TestService.shared().bean(JsonMapper.class);
    private static final Price PRICE = new Price(900L, "EUR");

    private final String database = TestDatabase.fresh();
    private final ReaderKey ada = reader();
    private final ReaderKey ben = reader();
    private final ReaderKey cat = reader();
    private final UUID id = Ids.next();
    private final UUID checkout = Ids.next();
    private final UUID disputed = Ids.next();
    private final UUID undisputed = Ids.next();

    @SuppressWarnings("NullAway.Init")
    private TestService service;

    @BeforeAll
    void start() throws SQLException {
        Migrations.to(database, "42");
        try (Connection connection = TestDatabase.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("""
                INSERT INTO site (site_id, name, origins, time_zone, locale, meter_limit,
                    meter_anonymous_limit, meter_period, token_lifetime_seconds, history_days,
                    grace_days, id_secret, created_at)
                VALUES ('news', 'News', '{}', 'UTC', 'en', 0, 0, 'month', 300, 90, 7,
                    decode(repeat('00', 32), 'hex'), now())
                """);
            statement.execute("""
                INSERT INTO plan (site_id, plan_id, kind, name, price_minor, currency, period,
                    tiers, unlocks_per_period, sold, created_at, updated_at)
                VALUES ('news', 'basic', 'subscription', 'Basic', 900, 'EUR', 'P1M',
                    '{standard}', 3, true, now(), now())
                """);
            statement.execute(subscription(ada, "active"));
            statement.execute(subscription(ben, "past_due"));
            statement.execute("""
                INSERT INTO subscription (site_id, reader_id, subscription_id, plan_id, source,
                    given_until, status, price_minor, currency, period, anchor, periods_paid,
                    period_start, paid_until, former_status, canceled_at, due_at,
                    created_at)
                VALUES ('news', '%s', '%s', 'basic', 'gift', '%s', 'canceled', 0, 'EUR', 'P1M',
                    '%s', 1, '%4$s', '%s', 'active', '%4$s', '%5$s', '%4$s')
                """.formatted(cat.id(), Ids.next(), GIFT_END, START, END));
            statement.execute("""
                INSERT INTO checkout (site_id, reader_id, checkout_id, plan_id, pack,
                    price_minor, currency, due_now_minor, discount_minor, discount_payments,
                    status, created_at)
                VALUES ('news', '%s', '%s', 'basic', false, 900, 'EUR', 450, 450, 2, 'open',
                    '%s')
                """.formatted(ada.id(), checkout, START));
            statement.execute("""
                INSERT INTO sandbox_subscription (site_id, reader_id, subscription_id,
                    checkout_id, book, due_at)
                VALUES ('news', '%s', '%s', '%s', '%s', '%s')
                """.formatted(ada.id(), id, checkout, oldSubscription(), END));
            statement.execute("""
                INSERT INTO sandbox_checkout (site_id, reader_id, checkout_id, book, created_at)
                VALUES ('news', '%s', '%s', '%s', '%s')
                """.formatted(ada.id(), checkout, oldCheckout(), START));
            statement.execute("""
                INSERT INTO payment (site_id, reader_id, payment_id, reason, amount_minor, currency, paid_at)
                VALUES ('news', '%s', '%s', 'month:1', 900, 'EUR', '%s')
                """.formatted(ben.id(), Ids.next(), START));
            statement.execute(oldPayment(disputed, true));
            statement.execute(oldPayment(undisputed, false));
        }
        service = TestService.on(database);
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void aPaymentThatWasLookedForIsLookedForStill() {
        Subscription waiting = here(ada);
        assertThat(waiting.arrears().lookAt()).isEqualTo(NEXT);
        assertThat(waiting.arrears().retryAt()).isNull();
        assertThat(waiting.arrears().unpaidSince()).isNull();
        assertThat(waiting.billedUntil()).isEqualTo(END);
    }

    @Test
    void aPaymentThatFailedIsTriedAgainAndItsGraceGoesOn() {
        Subscription failed = here(ben);
        assertThat(failed.arrears().retryAt()).isEqualTo(NEXT);
        assertThat(failed.arrears().lookAt()).isNull();
        assertThat(failed.arrears().unpaidSince()).isEqualTo(END);
    }

    @Test
    void aCheckoutOffersWhatItsPlanIs() {
        Checkout offered = known(service.bean(Checkouts.class).get(ada, checkout));
        assertThat(offered.offer().name()).isEqualTo("Basic");
        assertThat(offered.offer().period()).isEqualTo(Period.ofMonths(1));
        assertThat(offered.offer().tiers()).containsExactly("standard");
        assertThat(offered.offer().unlocks()).isEqualTo(3);
        assertThat(Objects.requireNonNull(offered.reduction()).discount()).isEqualTo(Discount.amount(450, 2));
    }

    @Test
    void theSandboxGoesOnWithItsBooks() {
        SandboxBooks books = service.bean(SandboxBooks.class);
        SandboxSubscription.Step billed = known(books.subscription(ada, id)).due(END);
        assertThat(billed.chargedMinor()).isEqualTo(450);
        assertThat(known(books.checkout(ada, checkout)).order().expiresAt()).isEqualTo(START.plus(Duration.ofHours(1)));
    }

    @Test
    void whatWasCalledBackCountsAsPaidBackStill() {
        SandboxBooks books = service.bean(SandboxBooks.class);
        BilledPayment calledBack = known(books.payment(ada, disputed)).billed();
        assertThat(calledBack.refundedMinor()).isEqualTo(900);
        assertThat(calledBack.disputes()).isEmpty();
        assertThat(known(books.payment(ada, undisputed)).billed().refundedMinor())
                .isEqualTo(200);
    }

    @Test
    void aPaymentOfBeforeThereWereProvidersIsKept() throws SQLException {
        try (Connection connection = TestDatabase.connect(database);
                Statement statement = connection.createStatement();
                ResultSet payment = statement.executeQuery("SELECT provider, provider_ref, price_minor FROM payment")) {
            assertThat(payment.next()).isTrue();
            assertThat(payment.getString("provider")).isEqualTo("sandbox");
            assertThat(payment.getString("provider_ref")).isEqualTo("month:1");
            assertThat(payment.getLong("price_minor")).isEqualTo(900);
        }
    }

    @Test
    void aGiftThatWasCanceledLastsToItsEnd() {
        assertThat(here(cat).paidUntil()).isEqualTo(GIFT_END);
        assertThat(here(cat).course().unlocksUntil()).isEqualTo(END);
    }

    private Subscription here(ReaderKey reader) {
        return known(service.bean(Subscriptions.class).latest(reader));
    }

    private static <T> T known(Mono<T> answer) {
        return Objects.requireNonNull(answer.block(Duration.ofSeconds(60)));
    }

    private static ReaderKey reader() {
        return new ReaderKey(new SiteId("news"), UUID.randomUUID());
    }

    private static String subscription(ReaderKey reader, String status) {
        return """
            INSERT INTO subscription (site_id, reader_id, subscription_id, plan_id, source,
                status, price_minor, currency, period, anchor, periods_paid, period_start,
                paid_until, retry_at, due_at, created_at)
            VALUES ('news', '%s', '%s', 'basic', 'bought', '%s', 900, 'EUR', 'P1M', '%s', 0,
                '%s', '%s', '%s', '%s', '%s')
            """.formatted(reader.id(), Ids.next(), status, END, START, END, NEXT, NEXT, START);
    }

    private String oldPayment(UUID payment, boolean calledBack) {
        ObjectNode book = JSON.valueToTree(new SandboxPayment(
                payment,
                ada,
                checkout,
                new PlanId("basic"),
                null,
                PRICE,
                Map.of("before", 200L),
                List.of(),
                START,
                END,
                START));
        book.remove("disputes");
        book.put("disputed", calledBack);
        return """
            INSERT INTO sandbox_payment (site_id, reader_id, payment_id, book, created_at)
            VALUES ('news', '%s', '%s', '%s', '%s')
            """.formatted(ada.id(), payment, book, START);
    }

    private String oldSubscription() {
        PlanOrder plan = new PlanOrder(new PlanId("basic"), "Basic", PRICE, Period.ofMonths(1), true);
        SandboxSubscription now = new SandboxSubscription(
                id,
                ada,
                checkout,
                plan,
                plan,
                ZoneId.of("UTC"),
                START,
                1,
                START,
                END,
                BillingState.Standing.RUNNING,
                false,
                null,
                0,
                false,
                null,
                Discount.amount(450, 2),
                null,
                null);
        ObjectNode book = JSON.valueToTree(now);
        book.remove("paidWith");
        book.withObject("plan").remove("discounted");
        book.withObject("nextPlan").remove("discounted");
        book.withObject("discount").remove("percent");
        return book.toString();
    }

    private String oldCheckout() {
        CheckoutOrder order = new CheckoutOrder(
                checkout,
                ada,
                new PlanId("basic"),
                "Basic",
                PRICE,
                Period.ofMonths(1),
                null,
                Discount.amount(450, 2),
                null,
                null,
                START,
                null);
        ObjectNode book = JSON.valueToTree(new SandboxCheckout(order, SandboxCheckout.Status.OPEN));
        book.withObject("order").remove("expiresAt");
        book.withObject("order").withObject("discount").remove("percent");
        return book.toString();
    }
}
