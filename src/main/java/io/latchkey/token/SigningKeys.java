package io.latchkey.token;

import io.latchkey.shared.Row;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Mono;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;

/**
 * The table of signing keys. Its generation numbers are unique, so that of two replicas that make
 * the next key at once one wins and the other reads the winner's.
 */
@Component
class SigningKeys {

    private final DatabaseClient database;
    private final MasterKey masterKey;

    SigningKeys(DatabaseClient database, MasterKey masterKey) {
        this.database = database;
        this.masterKey = masterKey;
    }

    /**
     * A withdrawn key leaves a row without key material, so that its generation is not used again.
     */
    Mono<SigningKeySet> all() {
        return database.sql(
                        """
                        SELECT kid, generation, private_key, public_key, signs_from,
                            (SELECT min(y.signs_from) FROM signing_key y
                             WHERE y.generation > k.generation AND y.withdrawn_at IS NULL)
                             AS retired_at
                        FROM signing_key k WHERE withdrawn_at IS NULL
                        """)
                .map(Row.to(this::key))
                .all()
                .collectList()
                .map(SigningKeySet::new);
    }

    /** Adds the key unless one of its generation stands already. */
    Mono<Void> addIfNext(SigningKey key, Instant now) {
        return database.sql(
                        """
                        INSERT INTO signing_key
                            (kid, generation, private_key, public_key, created_at, signs_from)
                        SELECT :kid, :generation, :private, :public, :now, :from
                        WHERE :generation = (SELECT coalesce(max(generation), 0) + 1
                                             FROM signing_key)
                        ON CONFLICT DO NOTHING
                        """)
                .bind("kid", key.kid())
                .bind("generation", key.generation())
                .bind("private", masterKey.encrypt(key.privateKey().getEncoded(), key.kid()))
                .bind("public", key.publicKey().getEncoded())
                .bind("now", now)
                .bind("from", key.signsFrom())
                .then();
    }

    /** The number that a new key would carry. */
    Mono<Integer> nextGeneration() {
        return database.sql(
                        "SELECT coalesce(max(generation), 0) + 1 AS generation FROM signing_key")
                .map(Row.to(row -> row.count("generation")))
                .one();
    }

    Mono<Boolean> withdraw(String kid, Instant now) {
        return database.sql(
                        """
                        UPDATE signing_key SET withdrawn_at = :now, private_key = ''
                        WHERE kid = :kid AND withdrawn_at IS NULL
                        """)
                .bind("now", now)
                .bind("kid", kid)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    private SigningKey key(Row row) {
        String kid = row.text("kid");
        try {
            KeyFactory factory = KeyFactory.getInstance("EC");
            byte[] privateKey = masterKey.decrypt(row.bytes("private_key"), kid);
            byte[] publicKey = row.bytes("public_key");
            return new SigningKey(
                    kid,
                    row.count("generation"),
                    (ECPrivateKey) factory.generatePrivate(new PKCS8EncodedKeySpec(privateKey)),
                    (ECPublicKey) factory.generatePublic(new X509EncodedKeySpec(publicKey)),
                    row.instant("signs_from"),
                    row.optionalInstant("retired_at"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing key " + kid + " cannot be read", e);
        }
    }
}
