package io.latchkey.shared.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Replicas that look at the same keys do not run after each other. */
class LeasesTests {

    private final List<Integer> tried = new ArrayList<>();

    @Test
    void takesTheFirstAndNoMore() {
        assertThat(take(10, 3, _ -> true)).containsExactly(0, 1, 2);
        assertThat(tried).containsExactly(0, 1, 2);
    }

    @Test
    void takesWhatThereIs() {
        assertThat(take(2, 3, _ -> true)).containsExactly(0, 1);
        assertThat(take(0, 3, _ -> true)).isEmpty();
    }

    @Test
    void goesOnWithAnyOtherWhenOneIsLost() {
        Set<Integer> lost = Set.of(0, 1, 2, 3);
        assertThat(take(40, 3, key -> !lost.contains(key))).hasSize(3).doesNotContainAnyElementsOf(lost);
        assertThat(tried).startsWith(0).doesNotHaveDuplicates();
        assertThat(tried.subList(1, tried.size()))
                .as("in an order of its own: one in billions is the same")
                .isNotEqualTo(IntStream.range(1, tried.size()).boxed().toList());
    }

    @Test
    void givesUpWhenAllAreLost() {
        assertThat(take(5, 3, _ -> false)).isEmpty();
        assertThat(tried).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
    }

    private @Nullable List<Integer> take(int due, int most, Predicate<Integer> free) {
        return Leases.<Integer, Integer>take(
                        Mono.just(IntStream.range(0, due).boxed().toList()),
                        key -> {
                            tried.add(key);
                            return Mono.just(key).filter(free);
                        },
                        most)
                .block();
    }
}
