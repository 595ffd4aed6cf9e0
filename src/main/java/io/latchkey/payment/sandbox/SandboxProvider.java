package io.latchkey.payment.sandbox;

import io.latchkey.payment.ChargingProvider;
import io.latchkey.payment.Checkout;
import io.latchkey.shared.LatchkeySettings;
import io.latchkey.subscription.Subscription;

import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.net.URI;

/** Sends readers to the sandbox's own page, and charges the card that they said to have there. */
@Component
@WhenSandbox
class SandboxProvider implements ChargingProvider {

    private final SandboxCards cards;
    private final URI issuer;

    SandboxProvider(SandboxCards cards, LatchkeySettings settings) {
        this.cards = cards;
        this.issuer = settings.issuer();
    }

    /** The address names site, reader and checkout; its 74 random bits keep it to its reader. */
    @Override
    public Mono<URI> open(Checkout checkout) {
        return Mono.just(
                URI.create(
                        issuer
                                + "/v1/sandbox/checkouts/"
                                + checkout.reader().site()
                                + "/"
                                + checkout.reader().id()
                                + "/"
                                + checkout.id()));
    }

    @Override
    public Mono<Charge> charge(Subscription subscription) {
        return cards.declines(subscription.reader())
                .map(declines -> declines ? Charge.DECLINED : Charge.PAID);
    }
}
