package io.latchkey.payment.sandbox;

import io.latchkey.payment.provider.CheckoutOrder;
import java.net.URI;

/** A checkout in the sandbox's books. */
record SandboxCheckout(CheckoutOrder order, Status status) {

    /** How it stands there. */
    enum Status {
        /** Waits for the reader. */
        OPEN,
        /** The card declined; the reader may try again. */
        DECLINED,
        /** Paid. */
        PAID
    }

    SandboxCheckout become(Status next) {
        return new SandboxCheckout(order, next);
    }

    SandboxCheckout returningTo(URI page) {
        return new SandboxCheckout(order.returningTo(page), status);
    }
}
