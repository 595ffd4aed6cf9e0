package io.latchkey.token.key;

import io.latchkey.shared.database.MasterKey;
import io.latchkey.shared.database.Rows;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.relational.core.mapping.Embedded;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The table of signing keys. Its generation numbers are unique, so that of two replicas that make
 * the next key at once one wins and the other reads the winner's.
 */
@Component
class SigningKeys {

    /** These are encrypted under their id alone; those of other uses have a word before it. */
    private static final String USE = "";

    private final R2dbcEntityTemplate rows;
    private final MasterKey masterKey;

    SigningKeys(R2dbcEntityTemplate rows, MasterKey masterKey) {
        this.rows = rows;
        this.masterKey = masterKey;
    }

    /**
     * The keys in force. A withdrawn key leaves a row without key material, so that its generation
     * is not used again. One statement, so that keys and last generation are of one moment.
     */
    Mono<SigningKeySet> all() {
        GenericExecuteSpec all = sql("""
            SELECT kid, generation, private_key, public_key, signs_from,
                withdrawn_at IS NOT NULL AS withdrawn,
                (SELECT min(y.signs_from) FROM signing_key y
                 WHERE y.generation > k.generation AND y.withdrawn_at IS NULL)
                 AS retired_at
            FROM signing_key k
            """);
        return rows.getRowsFetchSpec(all, Stored.class, Stored.class)
                .all()
                .collectList()
                .map(this::inForce);
    }

    /** Adds the key if its generation is still the next one. */
    Mono<Void> addIfNext(SigningKey key, Instant now) {
        return sql("""
            INSERT INTO signing_key
                (kid, generation, private_key, public_key, created_at, signs_from)
            SELECT :kid, :generation, :private_key, :public_key, :now, :from
            WHERE :generation = (SELECT coalesce(max(generation), 0) + 1
                                 FROM signing_key)
            ON CONFLICT DO NOTHING
            """)
                .bindValues(Rows.parameters(rows, KeyRow.of(key, masterKey, USE)))
                .bind("now", now)
                .bind("from", key.signsFrom())
                .then();
    }

    Mono<Boolean> withdraw(String kid, Instant now) {
        return sql("""
            UPDATE signing_key SET withdrawn_at = :now, private_key = ''
            WHERE kid = :kid AND withdrawn_at IS NULL
            """).bind("now", now).bind("kid", kid).fetch().rowsUpdated().map(rows -> rows > 0);
    }

    @Table("signing_key")
    private record Stored(
            @Embedded.Empty KeyRow key,
            Instant signsFrom,
            boolean withdrawn,
            @Nullable Instant retiredAt) {}

    private SigningKeySet inForce(List<Stored> all) {
        return new SigningKeySet(
                all.stream()
                        .filter(stored -> !stored.withdrawn())
                        .map(stored -> stored.key().open(masterKey, USE, stored.signsFrom(), stored.retiredAt()))
                        .toList(),
                all.stream().mapToInt(stored -> stored.key().generation()).max().orElse(0));
    }

    private GenericExecuteSpec sql(String sql) {
        return rows.getDatabaseClient().sql(sql);
    }
}
