package io.latchkey.subscription.declaration;

import io.latchkey.notice.Notice;
import io.latchkey.notice.Notices;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.reader.identity.ReaderLock;
import io.latchkey.shared.database.Shield;
import io.latchkey.shared.problem.Problem;
import io.latchkey.subscription.declaration.Declaration.Cause;
import io.latchkey.subscription.leaving.Cancellation;
import io.latchkey.subscription.leaving.Withdrawal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Looks at what people declared who need not sign in. What fits a contract that we know is carried
 * out, and confirmed to the address on file; anything else waits for the publisher. No letter holds
 * a word that was typed: whoever types is a stranger.
 */
@Component
public class DeclarationRun {

    private static final Logger LOG = LoggerFactory.getLogger(DeclarationRun.class);
    private static final int MOST_AT_ONCE = 16;

    private final Declarations declarations;
    private final Cancellation cancellation;
    private final Withdrawal withdrawal;
    private final DeclaredContracts contracts;
    private final Notices notices;
    private final ReaderLock lock;
    private final Shield shield;

    DeclarationRun(
            Declarations declarations,
            Cancellation cancellation,
            Withdrawal withdrawal,
            DeclaredContracts contracts,
            Notices notices,
            ReaderLock lock,
            Shield shield) {
        this.declarations = declarations;
        this.cancellation = cancellation;
        this.withdrawal = withdrawal;
        this.contracts = contracts;
        this.notices = notices;
        this.lock = lock;
        this.shield = shield;
    }

    /** Looks at what came in, each in a transaction of its own. */
    @Scheduled(fixedDelay = 1_000)
    public Mono<Void> run() {
        return declarations.waiting(MOST_AT_ONCE).concatMap(this::lookAt).then();
    }

    private Mono<Void> lookAt(Declaration seen) {
        return shield.transaction(declarations.locked(seen).flatMap(this::decide))
                .onErrorResume(Problem.class, _ -> refused(seen))
                .onErrorResume(error -> {
                    LOG.warn(
                            "declaration {} waits: {}",
                            seen.id(),
                            error.getClass().getName());
                    return declarations.triedInVain(seen);
                });
    }

    /** Something changed between our look and our deed. */
    private Mono<Void> refused(Declaration seen) {
        return shield.transaction(
                declarations.locked(seen).flatMap(locked -> declarations.queue(locked, Cause.NOT_POSSIBLE)));
    }

    private Mono<Void> decide(Declaration declaration) {
        return contracts
                .of(declaration)
                .flatMap(contract -> lock.transaction(contract.subscription().reader(), decide(declaration, contract))
                        .thenReturn(true))
                .switchIfEmpty(
                        Mono.defer(() -> queueWithoutContract(declaration)).thenReturn(true))
                .then();
    }

    /**
     * Whoever bought something here once may mean what we do not find, and is told that it came.
     * Which contract they mean we cannot say.
     */
    private Mono<Void> queueWithoutContract(Declaration declaration) {
        return contracts
                .formerBuyer(declaration)
                .flatMap(reader -> lock.transaction(reader, answer(declaration, reader, null, null))
                        .thenReturn(true))
                .then(Mono.defer(() -> declarations.queue(declaration, Cause.NO_CONTRACT)));
    }

    private Mono<Void> decide(Declaration declaration, DeclaredContract contract) {
        Cause because = contract.queued(declaration).orElse(null);
        if (because != null) {
            return queue(declaration, contract, because);
        }
        return switch (declaration.kind()) {
            case CANCELLATION -> cancel(declaration, contract);
            case WITHDRAWAL -> withdraw(declaration, contract);
        };
    }

    /** At the earliest contractual end, and never at once. */
    private Mono<Void> cancel(Declaration declaration, DeclaredContract contract) {
        return cancellation
                .cancelDeclared(contract.subscription().reader(), declaration.receivedAt())
                .flatMap(outcome -> declarations
                        .done(declaration, outcome.receipt().id())
                        .then(outcome.repeated() ? answerAgain(declaration, contract) : Mono.empty()));
    }

    private Mono<Void> answerAgain(Declaration declaration, DeclaredContract contract) {
        return answer(
                declaration,
                contract.subscription().reader(),
                contract.planName(),
                contract.subscription().paidUntil());
    }

    private Mono<Void> withdraw(Declaration declaration, DeclaredContract contract) {
        ReaderKey reader = contract.subscription().reader();
        return withdrawal.meaning(reader, declaration.receivedAt()).flatMap(meaning -> switch (meaning) {
            case POSSIBLE ->
                withdrawal
                        .withdraw(reader, declaration.receivedAt(), null)
                        .flatMap(outcome ->
                                declarations.done(declaration, outcome.receipt().id()));
            case OVER -> queue(declaration, contract, Cause.WITHDRAWAL_OVER);
            case SEVERAL -> queue(declaration, contract, Cause.SEVERAL_CONTRACTS);
        });
    }

    private Mono<Void> queue(Declaration declaration, DeclaredContract contract, Cause because) {
        return answer(declaration, contract.subscription().reader(), contract.planName(), null)
                .then(Mono.defer(() -> declarations.queue(declaration, because)));
    }

    /** Confirms the receipt to the reader whose contract it seems to be. */
    private Mono<Void> answer(
            Declaration declaration, ReaderKey reader, @Nullable String planName, @Nullable Instant endsAt) {
        return notices.add(
                reader,
                new Notice.DeclarationReceived(
                        declaration.id(), declaration.kind().word(), planName, declaration.receivedAt(), endsAt));
    }
}
