package io.latchkey.payment.sandbox;

import io.latchkey.payment.provider.ProviderEvents;
import io.latchkey.shared.database.Shield;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.time.DueWork;
import java.time.Instant;
import org.springframework.core.annotation.Order;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Bills what is due in the sandbox's books. Each subscription's row is locked for its step, so that
 * replicas do not bill twice.
 */
@Component
@WhenSandbox
@Order(0)
class SandboxBilling implements DueWork {

    private static final int MOST_AT_ONCE = 200;

    private final SandboxBooks books;
    private final SandboxTill till;
    private final ProviderEvents events;
    private final Shield shield;
    private final Clock clock;

    SandboxBilling(SandboxBooks books, SandboxTill till, ProviderEvents events, Shield shield, Clock clock) {
        this.books = books;
        this.till = till;
        this.events = events;
        this.shield = shield;
        this.clock = clock;
    }

    /** One round over what is due now, and what follows from it here; says how many were billed. */
    @Override
    @Scheduled(fixedDelay = 5_000)
    public Mono<Long> run() {
        // Spring calls this once and subscribes each time: what is due is asked each time.
        return Flux.defer(() -> books.due(clock.now(), MOST_AT_ONCE))
                .concatMap(this::step)
                .count()
                .flatMap(billed -> events.applyDue().thenReturn(billed));
    }

    @Override
    public Mono<Instant> nextDue(Instant by) {
        return books.nextDue(by);
    }

    private Mono<SandboxSubscription> step(SandboxRef ref) {
        return shield.transaction(books.subscription(ref.reader(), ref.id()).flatMap(before -> {
            SandboxSubscription.Step step = before.due(clock.now());
            return step.next().equals(before) ? Mono.empty() : till.keep(step).thenReturn(step.next());
        }));
    }
}
