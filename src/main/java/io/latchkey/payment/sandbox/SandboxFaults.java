package io.latchkey.payment.sandbox;

import reactor.core.publisher.Mono;

/** What goes wrong between us and the sandbox. Nothing, unless a test says so. */
interface SandboxFaults {

    /** Fails, or waits, before the sandbox does what it is asked. */
    Mono<Void> before(String call);

    /** Fails when it is done, and nobody hears of it. */
    default Mono<Void> after(String call) {
        return Mono.empty();
    }
}
