package io.latchkey.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.access.Standing.Membership;
import io.latchkey.access.Way.Kind;
import io.latchkey.article.AccessLevel;
import io.latchkey.metering.Meter;
import io.latchkey.plan.Plan;
import io.latchkey.plan.Plan.PackPlan;
import io.latchkey.plan.Plan.SubscriptionPlan;
import io.latchkey.plan.PlanId;
import io.latchkey.plan.Price;
import io.latchkey.subscription.state.PlanPath;
import io.latchkey.subscription.state.Running;
import io.latchkey.subscription.state.SubscriptionStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A way in that is shown has to lead in: each is taken, and the decision asked again. */
class WayTests {

    private static final Instant LATER = EveryStanding.NOW.plus(Duration.ofDays(30));
    private static final SubscriptionPlan STANDARD = subscription("reader", EveryStanding.TIER);
    private static final Plan BUSINESS = subscription("trader", "business");
    private static final Plan PACK =
            new PackPlan(new PlanId("pack"), "Pack", new Price(500L, "EUR"), 5, null, false, true);
    private static final Set<Kind> STEPS = Set.of(Kind.UPDATE_PAYMENT, Kind.RESUME, Kind.UNDO);
    private static final List<Plan> SOLD = List.of(STANDARD, BUSINESS, PACK);

    @Test
    void everyWayThatIsShownOpensTheArticle() {
        EveryStanding.all()
                .forEach(reader -> assertThat(Way.into(reader, SOLD))
                        .as("%s", reader)
                        .allSatisfy(way -> assertThat(opens(way, reader))
                                .as("%s for %s", way, reader)
                                .isTrue()));
    }

    @Test
    void showsNoWayIntoWhatIsOpenOrUnknown() {
        assertThat(EveryStanding.all())
                .filteredOn(r -> r.article() == null || Decision.decide(r).granted())
                .isNotEmpty()
                .allSatisfy(reader -> assertThat(Way.into(reader, SOLD)).isEmpty());
    }

    /**
     * The one dead end lasts for a moment: what is paid for opens the article, and is closed
     * nevertheless, because its end was not looked at yet.
     */
    @Test
    void showsAWayIntoWhateverIsClosedUnlessTheReadersOwnSubscriptionIsOverdue() {
        EveryStanding.all()
                .filter(r -> r.article() != null && !Decision.decide(r).granted())
                .forEach(reader -> assertThat(Way.into(reader, SOLD).isEmpty())
                        .as("%s", reader)
                        .isEqualTo(overdue(reader)));
    }

    @Test
    void showsWhatCostsLeastFirst() {
        EveryStanding.all()
                .forEach(reader -> assertThat(
                                Way.into(reader, SOLD).stream().map(Way::kind).toList())
                        .isSubsetOf(Kind.values())
                        .isSortedAccordingTo((one, other) -> cost(one) - cost(other))
                        .doesNotHaveDuplicates());
    }

    @Test
    void namesOnlyPlansOfTheKindAndTierThatHelpAndWhereOneIsChosen() {
        EveryStanding.all()
                .forEach(reader -> assertThat(Way.into(reader, SOLD))
                        .as("%s", reader)
                        .allSatisfy(way -> assertThat(way.plans())
                                .isEqualTo(
                                        switch (way.kind()) {
                                            case SUBSCRIBE, CHANGE_PLAN -> List.of(STANDARD.id());
                                            case BUY_PACK -> List.of(PACK.id());
                                            case SIGN_IN -> buyable(reader);
                                            case UPDATE_PAYMENT, RESUME, UNDO -> null;
                                            case READ, UNLOCK -> null;
                                        })));
    }

    /** So that nobody resumes or pays, and stands before the article as before. */
    @Test
    void saysWhatIsToFollowWhereTheFirstStepIsNotAll() {
        EveryStanding.all()
                .flatMap(reader -> Way.into(reader, SOLD).stream()
                        .filter(way -> STEPS.contains(way.kind()))
                        .map(way -> Map.entry(reader, way)))
                .forEach(it -> assertThat(it.getValue().thenPlans())
                        .as("%s", it)
                        .isEqualTo(covers(it.getKey()) ? null : List.of(STANDARD.id())));
    }

    @Test
    void sendsNobodyToBuyWhatTheSiteDoesNotSell() {
        assertThat(EveryStanding.all().flatMap(reader -> Way.into(reader, List.of()).stream()))
                .isNotEmpty()
                .allSatisfy(way -> assertThat(way.kind())
                        .isIn(Kind.SIGN_IN, Kind.READ, Kind.UNLOCK, Kind.UPDATE_PAYMENT, Kind.RESUME, Kind.UNDO));
    }

    /** Behind every door of those is who is signed in, or nobody. */
    @Test
    void sendsWhoeverIsAnonymousOnlyWhereTheyAreLetIn() {
        assertThat(EveryStanding.all().filter(Standing::anonymous))
                .isNotEmpty()
                .allSatisfy(reader -> assertThat(Way.into(reader, SOLD))
                        .extracting(Way::kind)
                        .isSubsetOf(Kind.READ, Kind.UNLOCK, Kind.SIGN_IN));
    }

    /** What somebody who signs in can buy to open it. */
    private static @Nullable List<PlanId> buyable(Standing reader) {
        return switch (level(reader)) {
            case METERED, PREMIUM -> List.of(STANDARD.id(), PACK.id());
            case SUBSCRIBERS -> List.of(STANDARD.id());
            case FREE, REGISTERED -> null;
        };
    }

    /** Takes the way and decides again. */
    private static boolean opens(Way way, Standing reader) {
        return switch (way.kind()) {
            case READ -> draws(reader, AccessLevel.METERED) && reader.meter().left() > 0;
            case UNLOCK -> reader.unlockLeft() > 0 && level(reader) != AccessLevel.SUBSCRIBERS;
            case SIGN_IN -> signInHelps(reader);
            case SUBSCRIBE ->
                (reader.membership() == null || path(reader) == PlanPath.BUYING)
                        && open(reader, member(SubscriptionStatus.ACTIVE));
            case CHANGE_PLAN ->
                path(reader) == (way.opensAt() == null ? PlanPath.AT_ONCE : PlanPath.AT_RENEWAL)
                        && Objects.equals(way.opensAt(), way.opensAt() == null ? null : renewal(reader))
                        && open(reader, member(SubscriptionStatus.ACTIVE));
            case UPDATE_PAYMENT -> leads(way, reader, running(reader).paid());
            case RESUME -> leads(way, reader, running(reader).resumed(reader.now()));
            case UNDO -> leads(way, reader, running(reader).undone(reader.now()));
            case BUY_PACK ->
                Decision.decide(with(reader, reader.anonymous(), 5, reader.membership()))
                                .verdict()
                        == Reason.Verdict.UNLOCKABLE;
        };
    }

    private static boolean draws(Standing reader, AccessLevel wanted) {
        return level(reader) == wanted;
    }

    /** The article opens at once, or to somebody who has signed in and then has a plan. */
    private static boolean signInHelps(Standing reader) {
        return reader.anonymous()
                && Decision.decide(with(reader, false, reader.unlockLeft(), member(SubscriptionStatus.ACTIVE)))
                        .granted();
    }

    private static boolean open(Standing reader, Membership membership) {
        return Decision.decide(with(reader, false, reader.unlockLeft(), membership))
                .granted();
    }

    /** The first step opens it, or the change that it names is the way from there. */
    private static boolean leads(Way way, Standing reader, Running then) {
        Membership next =
                new Membership(then, Objects.requireNonNull(reader.membership()).tiers(), LATER);
        return way.thenPlans() == null
                ? open(reader, next)
                : Way.into(with(reader, false, 0, next), SOLD)
                        .contains(new Way(Kind.CHANGE_PLAN, way.thenPlans(), null, way.opensAt()));
    }

    private static Running running(Standing reader) {
        return Objects.requireNonNull(reader.membership()).running();
    }

    private static PlanPath path(Standing reader) {
        return running(reader).pathTo(STANDARD);
    }

    private static @Nullable Instant renewal(Standing reader) {
        return running(reader).nextPeriodAt();
    }

    private static boolean covers(Standing reader) {
        return Objects.requireNonNull(reader.membership()).covers(EveryStanding.TIER);
    }

    private static boolean overdue(Standing reader) {
        return level(reader) == AccessLevel.SUBSCRIBERS
                && !reader.anonymous()
                && reader.membership() != null
                && covers(reader)
                && running(reader).billed()
                && running(reader).goesOn();
    }

    private static Standing with(Standing reader, boolean anonymous, long unlockLeft, @Nullable Membership membership) {
        return new Standing(
                reader.now(),
                anonymous,
                reader.article(),
                reader.unlocked(),
                reader.readUntil(),
                new Meter(0, 0, null),
                unlockLeft,
                membership,
                reader.recent(),
                reader.freePacks());
    }

    private static Membership member(SubscriptionStatus status) {
        return new Membership(EveryStanding.running(status, true), List.of(EveryStanding.TIER), LATER);
    }

    private static AccessLevel level(Standing reader) {
        return Objects.requireNonNull(reader.article()).access();
    }

    private static int cost(Kind kind) {
        return switch (kind) {
            case READ -> 0;
            case UNLOCK -> 1;
            case SIGN_IN -> 2;
            case UPDATE_PAYMENT, RESUME, UNDO -> 3;
            case SUBSCRIBE, CHANGE_PLAN -> 4;
            case BUY_PACK -> 5;
        };
    }

    private static SubscriptionPlan subscription(String id, String tier) {
        return new SubscriptionPlan(
                new PlanId(id), id, new Price(900L, "EUR"), Period.ofMonths(1), null, List.of(tier), 0, true);
    }
}
