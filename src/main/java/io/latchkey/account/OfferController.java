package io.latchkey.account;

import io.latchkey.plan.Plan;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Plans;
import io.latchkey.plan.Price;
import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.reader.session.ReaderSession;
import io.latchkey.site.Site;
import io.latchkey.site.Sites;
import io.latchkey.subscription.transition.PlanPaths;
import io.latchkey.words.Languages;
import io.latchkey.words.Texts;
import java.time.Period;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Tells readers what there is to buy, and for how much. */
@RestController
class OfferController {

    private final Plans plans;
    private final PlanPaths paths;
    private final Sites sites;
    private final Texts words;

    OfferController(Plans plans, PlanPaths paths, Sites sites, Texts words) {
        this.plans = plans;
        this.paths = paths;
        this.sites = sites;
        this.words = words;
    }

    @GetMapping("/v1/me/plans")
    Mono<Offers> offers(
            ReaderSession session,
            @RequestParam(required = false) @Nullable String lang,
            @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false) @Nullable String accepted) {
        return plans.sold(session.site())
                .concatMap(plan -> offer(session.reader(), plan))
                .collectList()
                .zipWhen(_ -> sites.get(session.site()))
                .map(both -> new Offers(
                        both.getT1(),
                        consent(
                                both.getT2(),
                                Languages.nearest(Languages.spoken(both.getT2().locale(), lang, accepted)))));
    }

    private @Nullable String consent(Site site, Locale language) {
        String key = LocalePack.of(site.locale(), language).consent(site.withdrawals());
        return key == null ? null : words.say(key, language);
    }

    /** A trial that was used already is not promised again. */
    private Mono<Offer> offer(ReaderKey reader, Plan plan) {
        return plan instanceof Plan.SubscriptionPlan it && it.trial() != null
                ? paths.beginsWithTrial(reader, it).map(first -> Offer.of(plan, first))
                : Mono.just(Offer.of(plan, false));
    }

    /**
     * What is sold.
     *
     * @param items cheapest first
     * @param consent what buyers can consent to by the law of the site's country, in the language
     *     of the request; null where it wants no consent
     */
    record Offers(List<Offer> items, @Nullable String consent) {}

    /** A plan as its buyers see it. */
    record Offer(
            PlanId id,
            String kind,
            String name,
            Price price,
            @Nullable String period,
            @Nullable String trial,
            @Nullable Integer unlocksPerPeriod,
            @Nullable Integer unlocks,
            @Nullable String validFor) {

        static Offer of(Plan plan, boolean withTrial) {
            return switch (plan) {
                case Plan.SubscriptionPlan it ->
                    new Offer(
                            it.id(),
                            "subscription",
                            it.name(),
                            it.price(),
                            it.period().toString(),
                            withTrial ? text(it.trial()) : null,
                            it.unlocksPerPeriod(),
                            null,
                            null);
                case Plan.PackPlan it ->
                    new Offer(
                            it.id(),
                            "pack",
                            it.name(),
                            it.price(),
                            null,
                            null,
                            null,
                            it.unlocks(),
                            text(it.validFor()));
            };
        }

        private static @Nullable String text(@Nullable Period period) {
            return period == null ? null : period.toString();
        }
    }
}
