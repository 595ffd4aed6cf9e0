package io.latchkey.payment.sandbox;

import io.latchkey.payment.provider.CrashPointContract;
import io.latchkey.payment.provider.ProviderHands;

/** Killed after each step on the way through the sandbox's part: the end is the same. */
class SandboxCrashPointTests extends CrashPointContract {

    @Override
    protected ProviderHands hands(String databaseUrl) {
        return new SandboxHands(databaseUrl);
    }
}
