package io.latchkey.payment.promo;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.database.Ids;
import io.latchkey.testing.TestService;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** However many come at once, a code is redeemed as often as it says. */
@Tag("oldest")
class PromoRaceTests {

    @SuppressWarnings("NullAway.Init")
    private static TestService second;

    private final PromoCounter counter = new PromoCounter();

    @BeforeAll
    static void startASecond() {
        second = TestService.on(TestService.shared().databaseUrl());
    }

    @AfterAll
    static void stopIt() {
        second.close();
    }

    @Test
    void isReservedByAsManyReadersAsThereIsRoomFor() {
        PromoCodeId code = counter.code("FIFTY", "{\"percent\":50,\"redemptions\":50}");
        List<String> outcomes = race(200, number -> counter.outcome(replica(number), counter.reader(), code));
        assertThat(counts(outcomes)).isEqualTo(Map.of("reserved", 50L, "promo-code-used-up", 150L));
        assertThat(counter.count(code)).isEqualTo("50/0/50");
    }

    @Test
    void isReservedOnceByOneReader() {
        PromoCodeId code = counter.code("ONCE", "{\"percent\":50,\"redemptions\":1}");
        ReaderKey ada = counter.reader();
        List<String> outcomes = race(20, number -> counter.outcome(replica(number), ada, code));
        assertThat(outcomes).as("each takes it along").containsOnly("reserved");
        assertThat(counter.count(code)).isEqualTo("1/0/1");
    }

    @Test
    void isRedeemedByOneOfAReadersCheckouts() {
        PromoCodeId code = counter.code("ONCE", "{\"percent\":50}");
        ReaderKey ada = counter.reader();
        List<UUID> checkouts = Stream.generate(Ids::next).limit(20).toList();
        race(20, number -> counter.begin(replica(number), ada, code, checkouts.get(number)));
        List<Boolean> confirmed = race(20, number -> promos(number).confirm(ada, code, checkouts.get(number)));
        assertThat(counts(confirmed)).isEqualTo(Map.of(true, 1L, false, 19L));
        assertThat(counter.count(code)).isEqualTo("1/1/0");
    }

    @RepeatedTest(5)
    void isEitherReleasedOrRedeemedAndCountedRight() {
        PromoCodeId code = counter.code("TORN", "{\"percent\":50,\"redemptions\":40}");
        List<ReaderKey> readers = Stream.generate(counter::reader).limit(40).toList();
        List<UUID> checkouts = Stream.generate(Ids::next).limit(40).toList();
        race(40, number -> counter.begin(readers.get(number), code, checkouts.get(number)));

        List<Boolean> confirmed = race(120, number -> {
            int reader = number / 3;
            Promos promos = promos(number);
            return number % 3 == 0
                    ? promos.confirm(readers.get(reader), code, checkouts.get(reader))
                    : promos.release(readers.get(reader), checkouts.get(reader)).thenReturn(true);
        });

        assertThat(confirmed).as("there was room for each, released or not").containsOnly(true);
        assertThat(counter.count(code)).isEqualTo("40/40/0");
    }

    /** Late payments and new readers want the same room: what is honoured is never more than it. */
    @RepeatedTest(3)
    void honoursNoMoreThanThereIsRoomForWhoeverComesLate() {
        PromoCodeId code = counter.code("LATE", "{\"percent\":50,\"redemptions\":20}");
        List<ReaderKey> late = Stream.generate(counter::reader).limit(20).toList();
        UUID checkout = Ids.next();
        race(
                20,
                number -> counter.begin(late.get(number), code, checkout)
                        .then(counter.promos.release(late.get(number), checkout))
                        .thenReturn(true));

        List<String> outcomes = race(
                80,
                number -> number < 20
                        ? promos(number)
                                .confirm(late.get(number), code, checkout)
                                .map(honoured -> honoured ? "redeemed" : "paid back")
                        : counter.outcome(replica(number), counter.reader(), code));

        Map<String, Long> counts = counts(outcomes);
        long redeemed = counts.getOrDefault("redeemed", 0L);
        long reserved = counts.getOrDefault("reserved", 0L);
        assertThat(redeemed + reserved).isEqualTo(20);
        assertThat(counter.count(code)).isEqualTo("20/" + redeemed + "/" + reserved);
    }

    /** Two codes by turns, with sweeps between: nobody waits in a circle, every count is right. */
    @RepeatedTest(3)
    void countsRightWhenReadersSwapCodesWhileSweepsRun() {
        List<PromoCodeId> codes = List.of(
                counter.code("AAA", "{\"percent\":50,\"redemptions\":15}"),
                counter.code("BBB", "{\"percent\":50,\"redemptions\":15}"));
        List<ReaderKey> readers = Stream.generate(counter::reader).limit(20).toList();
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Integer> choices = random.ints(400, 0, 200).boxed().toList();

        List<String> outcomes = race(400, number -> {
            int choice = choices.get(number);
            ReaderKey reader = readers.get(choice % 20);
            return number == 0
                    ? sweeps(20)
                    : choice < 20
                            ? promos(number).release(reader).thenReturn("released")
                            : counter.outcome(replica(number), reader, codes.get(number % 2));
        });

        assertThat(outcomes).as("seed %d", seed).isSubsetOf("swept", "released", "reserved", "promo-code-used-up");
        for (PromoCodeId code : codes) {
            String[] count = counter.count(code).split("/", -1);
            assertThat(count[0]).as("seed %d: %s", seed, code).isEqualTo(count[2]);
        }
    }

    private static Mono<String> sweeps(int times) {
        Instant later = Instant.parse("2999-01-01T00:00:00Z");
        return Flux.range(0, times)
                .concatMap(number -> promos(number).expireReservations(later))
                .then(Mono.just("swept"));
    }

    private static TestService replica(int number) {
        return number % 2 == 0 ? TestService.shared() : second;
    }

    private static Promos promos(int number) {
        return replica(number).bean(Promos.class);
    }

    private interface Step<T> {
        Mono<T> take(int number);
    }

    private static <T> List<T> race(int count, Step<T> step) {
        List<T> outcomes =
                Flux.range(0, count).flatMap(step::take, count).collectList().block();
        assertThat(outcomes).hasSize(count);
        return outcomes;
    }

    private static <T> Map<T, Long> counts(List<T> outcomes) {
        return outcomes.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }
}
