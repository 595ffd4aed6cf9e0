package io.latchkey.payment.stripe;

import io.latchkey.payment.provider.ContradictionContract;
import io.latchkey.payment.provider.ProviderHands;

/** Stripe contradicts itself. */
class StripeContradictionTests extends ContradictionContract {

    @Override
    protected ProviderHands hands(String databaseUrl) {
        return new StripeHands(databaseUrl);
    }
}
