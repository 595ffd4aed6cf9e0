package io.latchkey.shared.database;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the service holds its database connections.
 *
 * @param poolSize connections per replica
 * @param waiters requests that may wait for a connection; more are answered 503
 * @param acquireTimeout how long one waits
 * @param connectTimeout how long a new connection may take, to the end of its first exchange
 * @param statementTimeout after which PostgreSQL stops a statement
 * @param lockTimeout after which a statement stops waiting for a lock
 */
@ConfigurationProperties("latchkey.database")
record DatabaseSettings(
        @DefaultValue("20") int poolSize,
        @DefaultValue("1000") int waiters,
        @DefaultValue("5s") Duration acquireTimeout,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("10s") Duration statementTimeout,
        @DefaultValue("2s") Duration lockTimeout) {}
