package io.latchkey.token;

import io.latchkey.shared.Clock;
import io.latchkey.shared.Deadline;
import io.latchkey.shared.MasterKey;
import io.latchkey.shared.Row;
import io.latchkey.shared.SettingException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The keys that sign receipts. They are apart from those of tokens, because a receipt must be
 * verifiable for years, and a content server must never take one for a token. The youngest signs.
 */
@Component
class ReceiptKeys implements SmartInitializingSingleton {

    private static final Logger LOG = LoggerFactory.getLogger(ReceiptKeys.class);
    private static final Duration LONGEST_READ = Duration.ofSeconds(5);

    /** So that a row of one table of keys decrypts in no other. */
    private static final String USE = "receipt:";

    private final DatabaseClient database;
    private final MasterKey masterKey;
    private final Clock clock;
    private final AtomicReference<List<SigningKey>> known = new AtomicReference<>(List.of());

    ReceiptKeys(DatabaseClient database, MasterKey masterKey, Clock clock) {
        this.database = database;
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

    Mono<SigningKey> signing() {
        return all().map(List::getLast);
    }

    /** The key with this id, if there is one; another replica may have made it. */
    Mono<SigningKey> verifying(String kid) {
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
        return database.sql("""
            SELECT kid, generation, private_key, public_key, created_at
            FROM receipt_key ORDER BY generation
            """).map(Row.to(this::key)).all().collectList();
    }

    /** Of replicas that start at once one adds the key, and all read it. */
    private Mono<Void> addFirst() {
        return Mono.fromCallable(() -> KeyPairs.generate(1, clock.tokenTime()))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(key -> database.sql("""
                    INSERT INTO receipt_key
                        (kid, generation, private_key, public_key, created_at)
                    VALUES (:kid, :generation, :private, :public, :now)
                    ON CONFLICT DO NOTHING
                    """)
                        .bind("kid", key.kid())
                        .bind("generation", key.generation())
                        .bind("private", sealed(key))
                        .bind("public", key.publicKey().getEncoded())
                        .bind("now", key.signsFrom())
                        .then());
    }

    private byte[] sealed(SigningKey key) {
        return masterKey.encrypt(key.privateKey().getEncoded(), USE + key.kid());
    }

    private SigningKey key(Row row) {
        String kid = row.text("kid");
        try {
            KeyFactory factory = KeyFactory.getInstance("EC");
            byte[] privateKey = masterKey.decrypt(row.bytes("private_key"), USE + kid);
            return new SigningKey(
                    kid,
                    row.count("generation"),
                    (ECPrivateKey) factory.generatePrivate(new PKCS8EncodedKeySpec(privateKey)),
                    (ECPublicKey) factory.generatePublic(new X509EncodedKeySpec(row.bytes("public_key"))),
                    row.instant("created_at"),
                    null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("receipt key " + kid + " cannot be read", e);
        }
    }

    private static Optional<SigningKey> find(List<SigningKey> keys, String kid) {
        return keys.stream().filter(key -> key.kid().equals(kid)).findFirst();
    }
}
