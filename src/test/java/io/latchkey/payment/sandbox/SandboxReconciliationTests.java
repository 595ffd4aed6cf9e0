package io.latchkey.payment.sandbox;

import io.latchkey.payment.provider.ProviderHands;
import io.latchkey.payment.sync.ReconciliationContract;

/** Both sides are compared, with the sandbox there. */
class SandboxReconciliationTests extends ReconciliationContract {

    @Override
    protected ProviderHands hands(String databaseUrl) {
        return new SandboxHands(databaseUrl);
    }
}
