package io.latchkey.shared.time;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a caller waits for an answer before it is a refusal. The time in which the body comes
 * does not count.
 *
 * @param bound of calls that ask only the database
 * @param longBound of calls that wait for others or for much: the payment provider, an identity
 *     provider, imports, exports, the sandbox's clock
 */
@ConfigurationProperties("latchkey.requests")
record RequestSettings(
        @DefaultValue("3s") Duration bound,
        @DefaultValue("30s") Duration longBound) {}
