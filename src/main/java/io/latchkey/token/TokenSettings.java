package io.latchkey.token;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * How signing keys age.
 *
 * @param rotationAge after which a key is followed by a new one without being asked
 */
@ConfigurationProperties("latchkey.token")
record TokenSettings(@DefaultValue("90d") Duration rotationAge) {}
