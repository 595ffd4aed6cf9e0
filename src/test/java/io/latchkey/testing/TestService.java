package io.latchkey.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.LatchkeyApplication;
import io.latchkey.event.EventRelay;
import io.latchkey.payment.provider.ProviderEvents;
import io.latchkey.testing.Api.Answer;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * The service in this process, on a port of its own. Tests share one unless they need their own. It
 * does nothing by itself, unless a test asks for {@link #SCHEDULES}: what happens is what is
 * called.
 */
public final class TestService implements AutoCloseable {

    /** The operator's key of every service started here. */
    public static final String OPERATOR = "test-operator-key-that-opens-nothing-else";

    /** The master key of every service started here: 32 bytes that protect nothing. */
    public static final String MASTER_KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

    /** The issuer of every service started here, so that two of them are replicas of one. */
    public static final String ISSUER = "https://latchkey.test";

    /** The setting of a service that does by itself what is due, as in production. */
    public static final String SCHEDULES = "--latchkey.schedules=true";

    private final String databaseUrl;
    private final ConfigurableApplicationContext context;
    private final Api api;

    private TestService(String databaseUrl, Class<?>[] sources, String... settings) {
        this.databaseUrl = databaseUrl;
        this.context = start(databaseUrl, sources, settings);
        spread(databaseUrl);
        this.api = new Api(URI.create("http://localhost:" + port()));
    }

    private static void spread(String databaseUrl) {
        try {
            TestCluster.spread(databaseUrl);
        } catch (SQLException e) {
            throw new IllegalStateException("the schema cannot be spread", e);
        }
    }

    /** The service that tests share; the clock of its sandbox is never moved. */
    public static TestService shared() {
        return Shared.SERVICE;
    }

    /** A service of one's own on a database of its own. */
    public static TestService own(String... settings) {
        return on(TestDatabase.fresh(), settings);
    }

    /** A service on this database: a replica of whatever else runs on it. */
    public static TestService on(String databaseUrl, String... settings) {
        return new TestService(databaseUrl, new Class<?>[] {LatchkeyApplication.class}, settings);
    }

    /** As {@link #own}, with more beans or others. */
    public static TestService with(Class<?> configuration, String databaseUrl, String... settings) {
        return new TestService(databaseUrl, new Class<?>[] {LatchkeyApplication.class, configuration}, settings);
    }

    /** A client of it. */
    public Api api() {
        return api;
    }

    /** The database it runs on. */
    public String databaseUrl() {
        return databaseUrl;
    }

    /** A bean of it, for looking inside. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** All its beans of a kind. */
    public <T> Collection<T> beans(Class<T> type) {
        return context.getBeansOfType(type).values();
    }

    /** Its port. */
    public int port() {
        return Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer())
                .getPort();
    }

    /** Makes a site with all its rights. */
    public TestSite site(String id) {
        return TestSite.create(api, id);
    }

    /**
     * Moves the sandbox's clock on, as {@code P1M} or {@code PT3H}, doing what falls due on the
     * way; answers with business time.
     */
    public Instant advance(String amount) {
        Answer moved = api.post("/v1/sandbox/clock", OPERATOR, "{\"advance\":\"%s\"}".formatted(amount));
        assertThat(moved.status()).as(moved.text()).isEqualTo(200);
        return Instant.parse(moved.text("now"));
    }

    /** Does what follows from its answers: carries events on, and applies the provider's. */
    public void settle() {
        ByHand.run(bean(EventRelay.class).run());
        ByHand.run(bean(ProviderEvents.class).applyDue());
        ByHand.run(bean(EventRelay.class).run());
    }

    /** Stops it while others go on. */
    public void stop() {
        context.close();
    }

    @Override
    public void close() {
        stop();
    }

    private static ConfigurableApplicationContext start(String databaseUrl, Class<?>[] sources, String... settings) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--latchkey.database-url=" + databaseUrl,
                "--latchkey.operator-key=" + OPERATOR,
                "--latchkey.master-key=" + MASTER_KEY,
                "--latchkey.issuer=" + ISSUER,
                "--latchkey.payment-provider=sandbox",
                "--latchkey.schedules=false",
                // A machine that is busy with other tests is no fault of ours.
                "--latchkey.requests.bound=60s",
                "--latchkey.requests.long-bound=5m",
                "--latchkey.database.lock-timeout=5s",
                // All tests are one address.
                "--latchkey.limits.anonymous-sessions=1000000",
                "--latchkey.limits.failed-credentials=1000000",
                "--latchkey.limits.promo-codes=1000000",
                "--latchkey.limits.checkouts=1000000",
                "--latchkey.limits.receipts=1000000"));
        for (String setting : settings) {
            String name = setting.substring(0, setting.indexOf('=') + 1);
            arguments.removeIf(before -> before.startsWith(name));
            arguments.add(setting);
        }
        SpringApplication application = new SpringApplication(sources);
        application.addPrimarySources(List.of(OwnEventLoops.class));
        application.setRegisterShutdownHook(true);
        return application.run(arguments.toArray(String[]::new));
    }

    /**
     * By default all services of a process share event loops, and the first that closes closes
     * those of the others. Not marked as a configuration: the scan would find it.
     */
    static class OwnEventLoops {
        @Bean
        ReactorResourceFactory ownEventLoops() {
            ReactorResourceFactory factory = new ReactorResourceFactory();
            factory.setUseGlobalResources(false);
            // By default a close waits for two seconds without any more work.
            factory.setShutdownQuietPeriod(Duration.ZERO);
            return factory;
        }
    }

    private static final class Shared {
        static final TestService SERVICE = own();
    }
}
