package io.latchkey.payment.provider;

import java.net.URI;

/**
 * A page that waits for a reader to pay.
 *
 * @param ref the provider's name for it
 */
public record OpenedCheckout(String ref, URI url) {}
