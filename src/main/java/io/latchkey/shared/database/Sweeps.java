package io.latchkey.shared.database;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/**
 * Changes rows of many readers, a batch of readers at a time: what concerns all of them at once
 * would hold their rows for as long as it takes, and on a distributed database all shards.
 */
public final class Sweeps {

    /** As many rows are looked at for a batch. */
    public static final int BATCH = 1_000;

    private Sweeps() {}

    /**
     * Deletes them; says how many there were.
     *
     * @param rows table and condition, as {@code event WHERE occurred_at < :before}
     * @param parameters of the condition
     */
    public static Mono<Long> delete(DatabaseClient database, String rows, Map<String, Object> parameters) {
        return each(database, rows, parameters, "DELETE FROM " + rows, parameters);
    }

    /**
     * Changes them, so that they do not meet the condition any more; says how many there were.
     *
     * @param change as {@code due_at = :until}
     * @param values of the change
     */
    public static Mono<Long> update(
            DatabaseClient database,
            String rows,
            Map<String, Object> parameters,
            String change,
            Map<String, Object> values) {
        Map<String, Object> all = new HashMap<>(parameters);
        all.putAll(values);
        int where = rows.indexOf(" WHERE ");
        String statement = "UPDATE " + rows.substring(0, where) + " SET " + change + rows.substring(where);
        return each(database, rows, parameters, statement, all);
    }

    private static Mono<Long> each(
            DatabaseClient database,
            String rows,
            Map<String, Object> parameters,
            String statement,
            Map<String, Object> values) {
        Mono<List<UUID>> readers = database.sql("SELECT reader_id FROM " + rows + " LIMIT " + BATCH)
                .bindValues(parameters)
                .mapValue(UUID.class)
                .all()
                .collectList();
        return inBatches(
                readers,
                batch -> Shield.repeated(database.sql(statement + " AND reader_id = ANY (:readers)")
                        .bindValues(values)
                        .bind("readers", new HashSet<>(batch).toArray(UUID[]::new))
                        .fetch()
                        .rowsUpdated()));
    }

    /**
     * Goes on while there is a whole batch of keys and something changes.
     *
     * @param keys of {@link #BATCH} rows at most
     * @param change of those rows; says how many it changed
     */
    public static <K> Mono<Long> inBatches(Mono<List<K>> keys, Function<List<K>, Mono<Long>> change) {
        return keys.flatMap(batch -> batch.isEmpty()
                ? Mono.just(0L)
                : change.apply(batch)
                        .flatMap(changed -> batch.size() < BATCH || changed == 0
                                ? Mono.just(changed)
                                : inBatches(keys, change).map(more -> more + changed)));
    }
}
