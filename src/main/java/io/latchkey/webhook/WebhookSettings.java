package io.latchkey.webhook;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where webhooks may lead.
 *
 * @param privateAddresses whether to addresses inside the network too, and over plain HTTP; for
 *     intranets and tests
 */
@ConfigurationProperties("latchkey.webhook")
record WebhookSettings(@DefaultValue("false") boolean privateAddresses) {}
