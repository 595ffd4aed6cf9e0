package io.latchkey.reader.revocation;

import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.reader.revocation.Revocations.Revocation;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.time.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The revocations that matter now, in memory, read every two seconds: that is how soon every
 * replica honours one. While the database is away the last ones go on counting, and nobody can make
 * others.
 */
@Component
public class RevocationList implements SmartInitializingSingleton {

    private static final Logger LOG = LoggerFactory.getLogger(RevocationList.class);
    private static final Duration LONGEST_READ = Duration.ofSeconds(5);

    /** A row may be committed long after its time was taken: what was read is read over again. */
    private static final Duration READ_AGAIN = Duration.ofMinutes(1);

    private final Revocations table;
    private final Clock clock;
    private final AtomicReference<Known> known = new AtomicReference<>(new Known(Map.of(), Instant.MIN));

    RevocationList(Revocations table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    /** Reads them before the first request, on the starting thread, which may wait. */
    @Override
    public void afterSingletonsInstantiated() {
        refresh().toFuture().join();
    }

    /**
     * Whether a token that was issued to this reader then is to be refused. As long as nothing was
     * read, every one is.
     */
    public boolean refuses(ReaderKey reader, Instant issuedAt) {
        Known now = known.get();
        Instant before = now.before().get(reader);
        return !now.wasRead() || (before != null && issuedAt.isBefore(before));
    }

    /** What is known now. */
    Known known() {
        return known.get();
    }

    /** Reads what came since. */
    @Scheduled(fixedDelay = 2_000)
    Mono<Void> refresh() {
        return Deadline.bounded(LONGEST_READ, Mono.defer(this::read))
                .doOnError(error -> LOG.warn("revocations not read again: {}", error.toString()))
                .onErrorComplete()
                .then();
    }

    private Mono<List<Revocation>> read() {
        Instant now = clock.tokenTime();
        return table.since(from(now))
                .collectList()
                .doOnNext(found -> known.updateAndGet(last -> last.with(found, now)));
    }

    private Instant from(Instant now) {
        Known last = known.get();
        Instant oldest = now.minus(Revocations.KEPT);
        Instant again = last.wasRead() ? last.readAt().minus(READ_AGAIN) : oldest;
        return again.isAfter(oldest) ? again : oldest;
    }

    /**
     * What the table held.
     *
     * @param before by reader: tokens issued before are refused
     */
    record Known(Map<ReaderKey, Instant> before, Instant readAt) {

        boolean wasRead() {
            return !readAt.equals(Instant.MIN);
        }

        /** These as well, and none that has had its time. Whichever read ends first. */
        Known with(List<Revocation> found, Instant now) {
            Map<ReaderKey, Instant> all = new HashMap<>(before);
            found.forEach(
                    each -> all.merge(each.reader(), each.before(), (one, other) -> one.isAfter(other) ? one : other));
            all.values().removeIf(each -> each.isBefore(now.minus(Revocations.KEPT)));
            return new Known(Map.copyOf(all), readAt.isAfter(now) ? readAt : now);
        }
    }
}
