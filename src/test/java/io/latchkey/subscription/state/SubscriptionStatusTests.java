package io.latchkey.subscription.state;

import static io.latchkey.subscription.state.SubscriptionStatus.ACTIVE;
import static io.latchkey.subscription.state.SubscriptionStatus.CANCELED;
import static io.latchkey.subscription.state.SubscriptionStatus.EXPIRED;
import static io.latchkey.subscription.state.SubscriptionStatus.PAST_DUE;
import static io.latchkey.subscription.state.SubscriptionStatus.PAUSED;
import static io.latchkey.subscription.state.SubscriptionStatus.TRIALING;
import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.subscription.state.SubscriptionStatus.Action;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of what may happen when, written a second time the other way round: by action. */
class SubscriptionStatusTests {

    private static final Map<Action, Set<SubscriptionStatus>> POSSIBLE_IN = Map.of(
            Action.RENEW, Set.of(TRIALING, ACTIVE, PAST_DUE),
            Action.FAIL, Set.of(TRIALING, ACTIVE, PAST_DUE),
            Action.CANCEL, Set.of(TRIALING, ACTIVE, PAST_DUE, PAUSED, CANCELED),
            Action.UNDO, Set.of(CANCELED),
            Action.CHANGE_PLAN, Set.of(TRIALING, ACTIVE, PAST_DUE),
            Action.PAUSE, Set.of(ACTIVE),
            Action.RESUME, Set.of(PAUSED),
            Action.EXPIRE, Set.of(TRIALING, ACTIVE, PAST_DUE, PAUSED, CANCELED));

    @ParameterizedTest
    @EnumSource
    void isTheOnlyKindOfStatusInWhichAnActionIsPossible(Action action) {
        assertThat(POSSIBLE_IN).containsKey(action);
        assertThat(Stream.of(SubscriptionStatus.values())
                        .filter(status -> status.allows(action))
                        .collect(Collectors.toSet()))
                .isEqualTo(POSSIBLE_IN.get(action));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "EXPIRED")
    void canAlwaysBeCanceledWhileLive(SubscriptionStatus live) {
        assertThat(live.live()).isTrue();
        assertThat(live.allows(Action.CANCEL)).isTrue();
    }

    @Test
    void allowsNothingMoreOnceExpired() {
        assertThat(EXPIRED.live()).isFalse();
        assertThat(Action.values()).noneMatch(EXPIRED::allows);
    }

    @ParameterizedTest
    @EnumSource
    void isReadBackFromTheWordThatItIsWrittenAs(SubscriptionStatus status) {
        assertThat(SubscriptionStatus.parse(status.word())).isEqualTo(status);
    }
}
