package io.latchkey.token.key;

import io.latchkey.shared.database.MasterKey;
import io.latchkey.shared.database.Rows;
import io.latchkey.shared.problem.SettingException;
import io.latchkey.shared.time.Clock;
import io.latchkey.shared.time.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.data.domain.Sort;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.relational.core.mapping.Embedded;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.data.relational.core.query.Query;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The keys that sign receipts. They are apart from those of tokens, because a receipt must be
 * verifiable for years, and a content server must never take one for a token. The youngest signs.
 */
@Component
public class ReceiptKeys implements SmartInitializingSingleton {

    private static final Logger LOG = LoggerFactory.getLogger(ReceiptKeys.class);
    private static final Duration LONGEST_READ = Duration.ofSeconds(5);

    /** So that a row of one table of keys decrypts in no other. */
    private static final String USE = "receipt:";

    private final R2dbcEntityTemplate rows;
    private final MasterKey masterKey;
    private final Clock clock;
    private final AtomicReference<List<SigningKey>> known = new AtomicReference<>(List.of());

    ReceiptKeys(R2dbcEntityTemplate rows, MasterKey masterKey, Clock clock) {
        this.rows = rows;
        this.masterKey = masterKey;
        this.clock = clock;
    }

    /** Makes the first key on the starting thread, which may wait; what fails is done later. */
    @Override
    public void afterSingletonsInstantiated() {
        readAgain()
                .doOnError(error -> LOG.warn("receipt keys not read at the start: {}", error.toString()))
                .onErrorComplete(error -> !(error instanceof SettingException))
                .toFuture()
                .join();
    }

    /** All keys, oldest first; read from the table only when none is known yet. */
    Mono<List<SigningKey>> all() {
        return Mono.fromSupplier(known::get).flatMap(keys -> keys.isEmpty() ? readAgain() : Mono.just(keys));
    }

    public Mono<SigningKey> signing() {
        return all().map(List::getLast);
    }

    /** The key with this id, if there is one; another replica may have made it. */
    public Mono<SigningKey> verifying(String kid) {
        return all().flatMap(keys -> Mono.justOrEmpty(find(keys, kid)))
                .switchIfEmpty(Mono.defer(this::readAgain).flatMap(keys -> Mono.justOrEmpty(find(keys, kid))));
    }

    /**
     * Out of the caller's transaction, as the future drops its context: a key that is rolled back
     * after it was remembered would sign what nobody can verify.
     */
    private Mono<List<SigningKey>> readAgain() {
        return Mono.fromFuture(() -> Deadline.bounded(LONGEST_READ, table()).toFuture(), true)
                .doOnNext(known::set);
    }

    private Mono<List<SigningKey>> table() {
        return read().flatMap(keys -> keys.isEmpty() ? addFirst().then(Mono.defer(this::read)) : Mono.just(keys));
    }

    private Mono<List<SigningKey>> read() {
        return rows.select(Stored.class)
                .matching(Query.empty().sort(Sort.by("key.generation")))
                .all()
                .map(stored -> stored.key().open(masterKey, USE, stored.createdAt(), null))
                .collectList();
    }

    @Table("receipt_key")
    private record Stored(@Embedded.Empty KeyRow key, Instant createdAt) {}

    /** Of replicas that start at once one adds the key, and all read it. */
    private Mono<Void> addFirst() {
        return Mono.fromCallable(() -> KeyPairs.generate(1, clock.tokenTime()))
                .subscribeOn(Schedulers.boundedElastic())
                .map(key -> new Stored(KeyRow.of(key, masterKey, USE), key.signsFrom()))
                .flatMap(stored -> rows.getDatabaseClient()
                        .sql("""
                            INSERT INTO receipt_key
                                (kid, generation, private_key, public_key, created_at)
                            VALUES (:kid, :generation, :private_key, :public_key, :created_at)
                            ON CONFLICT DO NOTHING
                            """)
                        .bindValues(Rows.parameters(rows, stored))
                        .then());
    }

    private static Optional<SigningKey> find(List<SigningKey> keys, String kid) {
        return keys.stream().filter(key -> key.kid().equals(kid)).findFirst();
    }
}
