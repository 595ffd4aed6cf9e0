package io.latchkey.payment.sandbox;

import io.latchkey.payment.provider.ContradictionContract;
import io.latchkey.payment.provider.ProviderHands;

/** The sandbox contradicts itself. */
class SandboxContradictionTests extends ContradictionContract {

    @Override
    protected ProviderHands hands(String databaseUrl) {
        return new SandboxHands(databaseUrl);
    }
}
