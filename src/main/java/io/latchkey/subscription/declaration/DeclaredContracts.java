package io.latchkey.subscription.declaration;

import io.latchkey.plan.Plans;
import io.latchkey.reader.identity.EmailAddress;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.reader.identity.Readers;
import io.latchkey.shared.web.Page;
import io.latchkey.site.Sites;
import io.latchkey.subscription.declaration.Declaration.Kind;
import io.latchkey.subscription.leaving.MoneyBack;
import io.latchkey.subscription.state.Subscription;
import io.latchkey.subscription.transition.Subscriptions;
import java.time.Instant;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The contracts that declarations seem to be about, which name no more than an address, and those of
 * whoever was signed in.
 */
@Component
class DeclaredContracts {

    /** More than anybody had. */
    private static final Page.Request ALL = new Page.Request(null, 100);

    private final Declarations declarations;
    private final Subscriptions subscriptions;
    private final Readers readers;
    private final Plans plans;
    private final Sites sites;
    private final MoneyBack money;

    DeclaredContracts(
            Declarations declarations,
            Subscriptions subscriptions,
            Readers readers,
            Plans plans,
            Sites sites,
            MoneyBack money) {
        this.declarations = declarations;
        this.subscriptions = subscriptions;
        this.readers = readers;
        this.plans = plans;
        this.sites = sites;
        this.money = money;
    }

    /**
     * The contract of the one reader with this address, if it has not ended. Where there is no such
     * reader, that of whoever was signed in, if the site did not tell their address or it is the one
     * that others have as well: anybody else's is not theirs to end. Nobody withdraws from what a
     * site gave them.
     */
    Mono<DeclaredContract> of(Declaration declaration) {
        return reader(declaration)
                .switchIfEmpty(signedIn(declaration))
                .flatMap(reader -> running(reader, declaration))
                .flatMap(this::of);
    }

    private Mono<ReaderKey> signedIn(Declaration declaration) {
        return declarations
                .signedIn(declaration)
                .filterWhen(reader -> readers.find(reader)
                        .map(known -> known.email() == null
                                || EmailAddress.in(known.email())
                                        .equals(EmailAddress.in(
                                                declaration.facts().email()))));
    }

    private Mono<Subscription> running(ReaderKey reader, Declaration declaration) {
        return subscriptions
                .latest(reader)
                .filter(latest -> latest.status().live()
                        && (declaration.kind() != Kind.WITHDRAWAL
                                || latest.source().contract()));
    }

    /**
     * The one reader with this address who has no contract that runs but had one: a subscription
     * that ended, or packs.
     */
    Mono<ReaderKey> formerBuyer(Declaration declaration) {
        return reader(declaration)
                .filterWhen(reader -> subscriptions
                        .page(reader, ALL)
                        .map(page -> page.items().stream()
                                .anyMatch(former -> former.source().contract()))
                        .filter(Boolean::booleanValue)
                        .switchIfEmpty(money.paidForOthersSince(reader, Instant.EPOCH)));
    }

    private Mono<ReaderKey> reader(Declaration declaration) {
        return Mono.justOrEmpty(EmailAddress.in(declaration.facts().email()))
                .flatMap(address -> readers.keyWithEmail(declaration.site(), address));
    }

    private Mono<DeclaredContract> of(Subscription subscription) {
        return Mono.zip(
                        plans.get(subscription.reader().site(), subscription.plan()),
                        readers.find(subscription.reader()),
                        sites.get(subscription.reader().site()))
                .map(all -> new DeclaredContract(
                        subscription,
                        all.getT1().name(),
                        all.getT2().ref() == null ? null : all.getT2().ref().value(),
                        all.getT3().name(),
                        all.getT3().timeZone()));
    }
}
