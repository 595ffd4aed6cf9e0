package io.latchkey.lifecycle;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Something that happens.
 *
 * @param n which of several, or how much
 */
record Deed(Kind kind, int n) {

    /** What can happen, and how often it does beside the others. */
    enum Kind {
        BUY(8),
        PAY_A_CHECKOUT(3),
        CARD_DECLINES(6),
        CARD_PAYS(6),
        CHANGE_PLAN(6),
        CANCEL(3),
        CANCEL_NOW(1),
        UNDO(4),
        PAUSE(2),
        PAUSE_FOR_DAYS(3),
        RESUME(3),
        REFUND(2),
        DISPUTE(1),
        GIVE(2),
        TAKE_BACK(1),
        HOURS_PASS(6),
        DAYS_PASS(10),
        MONTHS_PASS(4),
        PERIOD_ENDS_NEARLY(3),
        NEWS_WAITS(2),
        NEWS_COMES(5),
        NEWS_IS_PROMPT(3),
        PROVIDER_AWAY(2),
        PROVIDER_BACK(5),
        LOOK_BEGINS(2),
        LOOK_ENDS(3);

        private final int weight;

        Kind(int weight) {
            this.weight = weight;
        }
    }

    /** One of these kinds, as often as they weigh, with a number. */
    static <K, D> Arbitrary<D> each(K[] kinds, ToIntFunction<K> weight, BiFunction<K, Integer, D> of) {
        Arbitrary<K> weighed = Arbitraries.frequency(Arrays.stream(kinds)
                .map(kind -> Tuple.of(weight.applyAsInt(kind), kind))
                .toList());
        return Combinators.combine(weighed, Arbitraries.integers().between(0, 999))
                .as(of::apply);
    }

    static Arbitrary<List<Deed>> sequences(int least, int most) {
        return each(Kind.values(), kind -> kind.weight, Deed::new)
                .list()
                .ofMinSize(least)
                .ofMaxSize(most);
    }
}
