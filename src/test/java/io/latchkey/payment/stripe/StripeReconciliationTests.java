package io.latchkey.payment.stripe;

import io.latchkey.payment.provider.ProviderHands;
import io.latchkey.payment.sync.ReconciliationContract;

/** Both sides are compared, with Stripe there. */
class StripeReconciliationTests extends ReconciliationContract {

    @Override
    protected ProviderHands hands(String databaseUrl) {
        return new StripeHands(databaseUrl);
    }
}
