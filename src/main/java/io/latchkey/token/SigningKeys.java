package io.latchkey.token;

import io.latchkey.shared.MasterKey;
import io.latchkey.shared.Row;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

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
     * The keys in force. A withdrawn key leaves a row without key material, so that its generation
     * is not used again. One statement, so that keys and last generation are of one moment.
     */
    Mono<SigningKeySet> all() {
        return database.sql("""
            SELECT kid, generation, private_key, public_key, signs_from,
                withdrawn_at IS NOT NULL AS withdrawn,
                (SELECT min(y.signs_from) FROM signing_key y
                 WHERE y.generation > k.generation AND y.withdrawn_at IS NULL)
                 AS retired_at
            FROM signing_key k
            """).map(Row.to(this::stored)).all().collectList().map(SigningKeys::inForce);
    }

    /** Adds the key if its generation is still the next one. */
    Mono<Void> addIfNext(SigningKey key, Instant now) {
        return database.sql("""
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

    Mono<Boolean> withdraw(String kid, Instant now) {
        return database.sql("""
            UPDATE signing_key SET withdrawn_at = :now, private_key = ''
            WHERE kid = :kid AND withdrawn_at IS NULL
            """)
                .bind("now", now)
                .bind("kid", kid)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    private Stored stored(Row row) {
        return new Stored(row.count("generation"), row.flag("withdrawn") ? null : key(row));
    }

    private static SigningKeySet inForce(List<Stored> rows) {
        return new SigningKeySet(
                rows.stream().map(Stored::key).filter(Objects::nonNull).toList(),
                rows.stream().mapToInt(Stored::generation).max().orElse(0));
    }

    /** A row; the key is null when it was withdrawn. */
    private record Stored(int generation, @Nullable SigningKey key) {}

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
