package io.latchkey.reader.session;

import io.latchkey.shared.problem.RequestProblem;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Lets a few calls of a reader through at a time, and the next in the order in which they came: one
 * reader, whose calls all want the same rows, cannot hold every connection that others need.
 */
@Component
public class Turns {

    static final int AT_ONCE = 4;
    static final int MOST_WAITING = 500;

    private final Map<Object, Line> lines = new ConcurrentHashMap<>();

    /**
     * The call when its turn comes; {@code too-many-waiting} when too many are before it.
     *
     * @param reader whose call it is; any name of the reader that is always the same
     */
    public <T> Mono<T> take(Object reader, Mono<T> call) {
        return Mono.defer(() -> {
            Turn turn = join(reader);
            return Mono.fromFuture(turn.come, true).then(call).doFinally(_ -> leave(reader, turn));
        });
    }

    /** As {@link #take}, until the answer has been written. */
    public <T> Flux<T> takeAll(Object reader, Flux<T> answer) {
        return Flux.defer(() -> {
            Turn turn = join(reader);
            return Mono.fromFuture(turn.come, true).thenMany(answer).doFinally(_ -> leave(reader, turn));
        });
    }

    /** How many readers have a call under way. */
    int readers() {
        return lines.size();
    }

    private Turn join(Object reader) {
        Turn turn = new Turn();
        lines.compute(reader, (_, present) -> {
            Line line = present == null ? new Line() : present;
            if (line.underWay < AT_ONCE) {
                line.underWay++;
                turn.come.complete(null);
            } else if (line.waiting.size() < MOST_WAITING) {
                line.waiting.add(turn);
            } else {
                throw RequestProblem.TOO_MANY_WAITING.problem();
            }
            return line;
        });
        return turn;
    }

    /** The call is over, or nobody waits for its turn any more. */
    private void leave(Object reader, Turn turn) {
        ArrayDeque<Turn> next = new ArrayDeque<>(1);
        lines.computeIfPresent(reader, (_, line) -> {
            if (!line.waiting.remove(turn)) {
                line.passOn(next);
            }
            return line.underWay == 0 ? null : line;
        });
        // Not on this thread, which is about to answer another call.
        next.forEach(it -> Schedulers.parallel().schedule(() -> it.come.complete(null)));
    }

    /** The calls of one reader. */
    private static final class Line {

        private final SequencedSet<Turn> waiting = new LinkedHashSet<>();
        private int underWay;

        void passOn(ArrayDeque<Turn> next) {
            if (waiting.isEmpty()) {
                underWay--;
            } else {
                next.add(waiting.removeFirst());
            }
        }
    }

    /** One call's. */
    private static final class Turn {
        private final CompletableFuture<@Nullable Void> come = new CompletableFuture<>();
    }
}
