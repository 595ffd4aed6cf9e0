package io.latchkey.shared.database;

import io.latchkey.shared.problem.RequiredSetting;
import io.latchkey.shared.problem.SettingException;
import io.latchkey.shared.web.LatchkeySettings;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.postgresql.client.SSLMode;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ValidationDepth;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import reactor.core.publisher.Mono;
import reactor.pool.PooledRefMetadata;

/** The one database: migrated at start under Flyway's lock, then reached through a bounded pool. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseSettings.class)
class Database {

    /** Some two minutes, looking every few seconds: a database that starts beside the service. */
    private static final int CONNECT_RETRIES = 25;

    private static final int LONGEST_CONNECT_PAUSE_SECONDS = 5;

    private static final Duration LONGEST_IDLE = Duration.ofMinutes(10);
    private static final Duration LONGEST_LIFE = Duration.ofMinutes(30);

    @Bean
    DatabaseUrl databaseUrl(LatchkeySettings settings) {
        if (settings.databaseUrl() == null) {
            throw new SettingException(
                    "LATCHKEY_DATABASE_URL is not set.",
                    "Point it at a PostgreSQL 15 or newer:" + " postgresql://user:password@host:port/database.");
        }
        return DatabaseUrl.parse(settings.databaseUrl());
    }

    /** Asks for the settings only so that they are read, and refused, first. */
    @Bean(initMethod = "migrate")
    Flyway migrations(DatabaseUrl url, List<RequiredSetting> readFirst) {
        return Flyway.configure()
                .dataSource(url.jdbcUrl(), url.user(), url.password())
                .connectRetries(CONNECT_RETRIES)
                .connectRetriesInterval(LONGEST_CONNECT_PAUSE_SECONDS)
                .load();
    }

    @Bean(destroyMethod = "dispose")
    @DependsOn("migrations")
    ConnectionPool connectionFactory(DatabaseUrl url, DatabaseSettings settings, HeldConnections held) {
        return new ConnectionPool(ConnectionPoolConfiguration.builder(connections(url, settings))
                .initialSize(Math.min(2, settings.poolSize()))
                .maxSize(settings.poolSize())
                .maxAcquireTime(settings.acquireTimeout())
                .maxCreateConnectionTime(settings.connectTimeout())
                .maxValidationTime(Duration.ofSeconds(2))
                .maxIdleTime(LONGEST_IDLE)
                .validationDepth(ValidationDepth.LOCAL)
                .postAllocate(held::taken)
                .preRelease(held::returned)
                .customizer(pool -> pool.maxPendingAcquire(settings.waiters()).evictionPredicate(Database::isPast))
                .build());
    }

    /** One that the database closed is passed over; looked at later, it would fail its taker. */
    private static boolean isPast(Connection connection, PooledRefMetadata use) {
        return use.idleTime() >= LONGEST_IDLE.toMillis()
                || use.lifeTime() >= LONGEST_LIFE.toMillis()
                || !isConnected(connection);
    }

    /** Of this depth it is known at once. */
    private static boolean isConnected(Connection connection) {
        return Mono.from(connection.validate(ValidationDepth.LOCAL)).toFuture().getNow(true);
    }

    private static Map<String, String> options(Durability durability) {
        Map<String, String> options = new HashMap<>(durability.options());
        // A transaction that lost its client must not hold its locks for ever.
        options.put("idle_in_transaction_session_timeout", "15000");
        options.put("client_connection_check_interval", "1000");
        return options;
    }

    private static PostgresqlConnectionFactory connections(DatabaseUrl url, DatabaseSettings settings) {
        PostgresqlConnectionConfiguration.Builder builder = PostgresqlConnectionConfiguration.builder()
                .applicationName("latchkey")
                .host(url.host())
                .port(url.port())
                .database(url.database())
                .username(url.user())
                .password(url.password())
                .connectTimeout(settings.connectTimeout())
                .tcpKeepAlive(true)
                .tcpNoDelay(true)
                .statementTimeout(settings.statementTimeout())
                .lockWaitTimeout(settings.lockTimeout())
                .options(options(Durability.of(url).told()));
        if (url.parameters().containsKey("sslmode")) {
            builder.sslMode(SSLMode.fromValue(url.parameters().get("sslmode")));
        }
        if (url.parameters().containsKey("sslrootcert")) {
            builder.sslRootCert(url.parameters().get("sslrootcert"));
        }
        return new PostgresqlConnectionFactory(builder.build());
    }
}
