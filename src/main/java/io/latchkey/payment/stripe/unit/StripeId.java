package io.latchkey.payment.stripe.unit;

import io.latchkey.shared.secret.Sha256;
import java.util.HexFormat;

/** Names of our own for what we make at Stripe, where it lets us: made twice, it is there once. Pure. */
public final class StripeId {

    private static final int BYTES = 16;

    private StripeId() {}

    /** The name of what a text stands for. */
    public static String of(String text) {
        return "lk_" + HexFormat.of().formatHex(Sha256.of(text), 0, BYTES);
    }
}
