package io.latchkey.payment.checkout;

import io.latchkey.metering.GrantSource;
import io.latchkey.metering.Grants;
import io.latchkey.plan.Plan.PackPlan;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.database.Ids;
import io.latchkey.shared.time.Clock;
import io.latchkey.site.Sites;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The unlocks of packs, each pack's once. */
@Component
public class PackGrants {

    private final Grants grants;
    private final Sites sites;
    private final Clock clock;

    PackGrants(Grants grants, Sites sites, Clock clock) {
        this.grants = grants;
        this.sites = sites;
        this.clock = clock;
    }

    /** What was promised on a checkout. */
    public Mono<GivenUnlocks> give(Checkout checkout) {
        return unlocksOf(checkout.reader(), checkout.offer())
                .flatMap(unlocks ->
                        give(checkout.reader(), unlocks, origin(checkout.id())).thenReturn(unlocks));
    }

    /** Under which origin a checkout's unlocks are granted. */
    public static String origin(UUID checkout) {
        return "checkout:" + checkout;
    }

    /** A pack that costs nothing; refuses with {@code already-taken} what is had once only. */
    Mono<Void> giveFree(ReaderKey reader, PackPlan pack) {
        String which = pack.id().value() + (pack.once() ? "" : ":" + Ids.next());
        return unlocksOf(reader, Offer.of(pack))
                .flatMap(unlocks -> give(reader, unlocks, Grants.FREE + which))
                .filter(given -> given)
                .switchIfEmpty(Mono.error(CheckoutProblem.ALREADY_TAKEN::problem))
                .then();
    }

    private Mono<GivenUnlocks> unlocksOf(ReaderKey reader, Offer pack) {
        return sites.get(reader.site())
                .map(site -> new GivenUnlocks(
                        pack.unlocks(), expiry(pack, clock.now().atZone(site.timeZone()))));
    }

    /** Once for each origin; says whether they were given now. */
    private Mono<Boolean> give(ReaderKey reader, GivenUnlocks unlocks, String origin) {
        return grants.giveOnce(reader, GrantSource.PACK, unlocks.unlocks(), unlocks.until(), origin);
    }

    private static @Nullable Instant expiry(Offer pack, ZonedDateTime now) {
        return pack.validFor() == null ? null : now.plus(pack.validFor()).toInstant();
    }
}
