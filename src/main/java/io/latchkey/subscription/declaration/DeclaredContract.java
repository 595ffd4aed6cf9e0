package io.latchkey.subscription.declaration;

import io.latchkey.subscription.declaration.Declaration.Cause;
import io.latchkey.subscription.declaration.Declaration.Facts;
import io.latchkey.subscription.state.Subscription;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The contract that a declaration seems to be about, and the rule of what may be done without
 * anybody looking: only what is ordinary, at the earliest contractual end, and about this contract.
 *
 * @param planName what readers saw it called
 * @param customer what the site calls its reader
 * @param site what its readers call the site, which many think their contract is named after
 * @param zone whose days count
 */
record DeclaredContract(
        Subscription subscription,
        String planName,
        @Nullable String customer,
        String site,
        ZoneId zone) {

    /** Why the publisher has to look at it; empty when nobody has to. */
    Optional<Cause> queued(Declaration declaration) {
        Facts facts = declaration.facts();
        if (!meantBy(facts.contract())) {
            return Optional.of(Cause.OTHER_CONTRACT);
        }
        return switch (declaration.kind()) {
            case WITHDRAWAL -> Optional.empty();
            case CANCELLATION -> queuedCancellation(facts);
        };
    }

    private Optional<Cause> queuedCancellation(Facts facts) {
        if (facts.extraordinary()) {
            return Optional.of(Cause.EXTRAORDINARY);
        }
        return facts.end() == null || reachedByThen(facts.end()) ? Optional.empty() : Optional.of(Cause.WISHED_END);
    }

    /** Whoever wishes an earlier day than there is gets the earliest that there is. */
    private boolean reachedByThen(String wished) {
        try {
            LocalDate earliest = subscription.paidUntil().atZone(zone).toLocalDate();
            return !LocalDate.parse(wished).isAfter(earliest);
        } catch (DateTimeException e) {
            return false;
        }
    }

    private boolean meantBy(@Nullable String named) {
        return named == null
                || Stream.of(
                                subscription.id().toString(),
                                subscription.plan().value(),
                                planName,
                                site,
                                customer == null ? "" : customer)
                        .anyMatch(name -> name.strip().equalsIgnoreCase(named.strip()));
    }
}
