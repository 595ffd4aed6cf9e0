package io.latchkey.token.key;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How signing keys age.
 *
 * @param rotationAge after which a key is followed by a new one without being asked
 */
@ConfigurationProperties("latchkey.token")
record TokenSettings(@DefaultValue("90d") Duration rotationAge) {}
