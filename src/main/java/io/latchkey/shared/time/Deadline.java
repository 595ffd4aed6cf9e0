package io.latchkey.shared.time;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * How long whoever waits for a piece of work goes on waiting. It travels in the reactive context,
 * so that what the work holds is given up with it. May be read by any thread.
 */
public final class Deadline {

    private final @Nullable Deadline outer;
    private final Duration longer;
    private volatile long mostNanos;
    private volatile long since = System.nanoTime();
    private volatile boolean running = true;

    private Deadline(Duration most, Duration longer, @Nullable Deadline outer) {
        this.mostNanos = most.toNanos();
        this.longer = longer;
        this.outer = outer;
    }

    /** So long from now on. */
    public static Deadline in(Duration most) {
        return new Deadline(most, most, null);
    }

    /** That of a request, of which it is not known yet what it asks. */
    static Deadline in(RequestSettings settings) {
        return new Deadline(settings.bound(), settings.longBound(), null);
    }

    /** That of the work under way; null when nobody waits for it. */
    public static @Nullable Deadline of(ContextView context) {
        return context.getOrDefault(Deadline.class, null);
    }

    /** That of the request under way, which every request has. */
    public static Deadline ofRequest(ContextView context) {
        return context.get(Deadline.class);
    }

    /**
     * The work, with a {@link java.util.concurrent.TimeoutException} if it takes longer; sooner, if
     * it is part of something that must be done sooner.
     */
    public static <T> Mono<T> bounded(Duration most, Mono<T> work) {
        return Mono.deferContextual(context -> {
            Deadline deadline = new Deadline(most, most, of(context));
            return work.timeout(deadline.over()).contextWrite(deadline::in);
        });
    }

    /**
     * A part of an answer that goes on for as long as its client takes it: it has the whole time of
     * the request once more, and is done at once. If it waited until somebody takes it, it would
     * hold a connection meanwhile.
     */
    public static <T> Mono<T> renewed(Mono<T> part) {
        return Mono.deferContextual(context -> {
            Deadline deadline = of(context);
            if (deadline != null) {
                deadline.resume();
            }
            return Mono.fromFuture(part.contextWrite(context).toFuture(), true);
        });
    }

    /** The request waits for others than the database, or for much. */
    public void lengthen() {
        mostNanos = longer.toNanos();
    }

    /** Completes when the time is over. */
    public Mono<Void> over() {
        return Mono.defer(() -> {
            long left = nanosLeft();
            return left <= 0 ? Mono.empty() : Mono.delay(Duration.ofNanos(left)).then(Mono.defer(this::over));
        });
    }

    /** The time stands while the caller is the one who is waited for. */
    void pause() {
        running = false;
    }

    /** The time begins anew: the caller has done their part. */
    void resume() {
        since = System.nanoTime();
        running = true;
    }

    /** Negative when it was over some time ago. */
    public long nanosLeft() {
        long left = running ? mostNanos - (System.nanoTime() - since) : mostNanos;
        return outer == null ? left : Math.min(left, outer.nanosLeft());
    }

    Context in(Context context) {
        return context.put(Deadline.class, this);
    }
}
