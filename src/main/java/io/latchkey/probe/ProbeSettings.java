package io.latchkey.probe;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where an orchestrator asks.
 *
 * @param port of probes alone; null when they are asked on the port of everything else only
 */
@ConfigurationProperties("latchkey.probes")
record ProbeSettings(@Nullable Integer port) {}
