package io.latchkey.shared.web;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long the service waits for what a client has yet to send.
 *
 * @param most connections at once; those beyond are closed as they come
 * @param head from the first byte of a request to the end of its head
 * @param pause without a byte of a body that is not whole
 * @param body from the head to the end of the body; not of an import, which may be long
 * @param idle between an answer and the next request
 */
@ConfigurationProperties("latchkey.connections")
record ConnectionSettings(
        @DefaultValue("10000") int most,
        @DefaultValue("10s") Duration head,
        @DefaultValue("10s") Duration pause,
        @DefaultValue("60s") Duration body,
        @DefaultValue("60s") Duration idle) {}
