package io.latchkey.reader.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.shared.problem.Problem;
import io.latchkey.shared.problem.RequestProblem;
import io.latchkey.testing.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

class TurnsTests {

    private final Turns turns = new Turns();
    private final List<Integer> begun = new CopyOnWriteArrayList<>();

    @Test
    void letsFourThroughAndTheOthersInTheirOrder() {
        List<Sinks.Empty<Void>> ends = new ArrayList<>();
        for (int call = 0; call < 10; call++) {
            Sinks.Empty<Void> end = Sinks.empty();
            ends.add(end);
            take("reader", call, end.asMono());
        }
        take("another", 100, Mono.empty());

        assertThat(begun).containsExactly(0, 1, 2, 3, 100);
        ends.get(2).tryEmitEmpty();
        begins(4);
        ends.get(0).tryEmitError(new IllegalStateException("a failure is an end as well"));
        begins(5);
        ends.forEach(Sinks.Empty::tryEmitEmpty);
        begins(9);
        assertThat(begun).containsSubsequence(4, 5);
        leavesNothing();
    }

    @Test
    void aCallThatIsGivenUpWhileItWaitsTakesNoTurn() {
        List<Disposable> calls = IntStream.range(0, 7)
                .mapToObj(call -> take("reader", call, Mono.never()))
                .toList();

        calls.get(4).dispose();
        calls.get(0).dispose();
        begins(5);
        calls.get(6).dispose();
        calls.get(1).dispose();

        assertThat(begun).containsExactly(0, 1, 2, 3, 5);
        calls.forEach(Disposable::dispose);
        leavesNothing();
    }

    @Test
    void refusesOnlyWhenFiveHundredWait() {
        List<Throwable> refused = new CopyOnWriteArrayList<>();
        List<Disposable> calls = IntStream.range(0, Turns.AT_ONCE + Turns.MOST_WAITING + 1)
                .mapToObj(_ -> turns.take("reader", Mono.never()).subscribe(null, refused::add))
                .toList();

        assertThat(refused)
                .singleElement()
                .isInstanceOfSatisfying(
                        Problem.class, it -> assertThat(it.kind()).isEqualTo(RequestProblem.TOO_MANY_WAITING));
        calls.forEach(Disposable::dispose);
        leavesNothing();
    }

    @Test
    void neverLetsMoreThroughNorForgetsOneWhenManyAreCutOff() {
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        Mono<Integer> call = Mono.fromCallable(() -> {
                    most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                    return 1;
                })
                .delayElement(Duration.ofNanos(200_000))
                // Before whoever waits for the call hears of its end.
                .doOnTerminate(underWay::decrementAndGet)
                .doOnCancel(underWay::decrementAndGet);

        Flux.range(0, 4_000)
                .flatMap(
                        number -> {
                            Mono<Integer> taken = turns.take("reader", call)
                                    .doOnNext(done::addAndGet)
                                    .subscribeOn(Schedulers.parallel());
                            return number % 2 == 0
                                    ? taken.timeout(Duration.ofNanos(
                                                    ThreadLocalRandom.current().nextLong(5_000_000)))
                                            .onErrorComplete()
                                    : taken;
                        },
                        100)
                .blockLast(Duration.ofMinutes(2));

        // That all four are used is shown above: here it is up to the machine how many meet.
        assertThat(most.get()).isBetween(1, Turns.AT_ONCE);
        assertThat(done.get()).isBetween(2_000, 4_000);
        leavesNothing();
    }

    private Disposable take(String reader, int call, Mono<Void> work) {
        return turns.take(reader, Mono.fromRunnable(() -> begun.add(call)).then(work))
                .subscribe(null, _ -> {});
    }

    private void begins(int call) {
        Wait.until("call " + call + " has its turn", () -> begun.contains(call));
    }

    private void leavesNothing() {
        Wait.until("nothing is kept of readers without calls", turns::readers, it -> it == 0);
    }
}
