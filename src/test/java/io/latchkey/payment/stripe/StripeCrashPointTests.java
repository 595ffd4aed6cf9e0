package io.latchkey.payment.stripe;

import io.latchkey.payment.provider.CrashPointContract;
import io.latchkey.payment.provider.ProviderHands;

/** Killed after each step on the way through Stripe's part: the end is the same. */
class StripeCrashPointTests extends CrashPointContract {

    @Override
    protected ProviderHands hands(String databaseUrl) {
        return new StripeHands(databaseUrl);
    }
}
