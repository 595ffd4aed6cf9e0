package io.latchkey.metering;

import io.latchkey.reader.ReaderData;
import io.latchkey.reader.ReaderKey;
import io.latchkey.shared.Page;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.util.Map;

/** What this room holds about a reader, for taking along, erasing and merging. */
@Component
class MeteringData implements ReaderData {

    private static final Page.Request ALL = new Page.Request(null, 100_000);

    private final DatabaseClient database;
    private final Grants grants;
    private final Unlocks unlocks;
    private final Reads reads;

    MeteringData(DatabaseClient database, Grants grants, Unlocks unlocks, Reads reads) {
        this.database = database;
        this.grants = grants;
        this.unlocks = unlocks;
        this.reads = reads;
    }

    @Override
    public String section() {
        return "metering";
    }

    @Override
    public Mono<Object> export(ReaderKey reader) {
        return grants.page(reader, ALL)
                .zipWhen(_ -> unlocks.page(reader, ALL))
                .zipWhen(_ -> reads.of(reader).collectList())
                .map(all ->
                        Map.of(
                                "grants", all.getT1().getT1().items(),
                                "unlocks", all.getT1().getT2().items(),
                                "reads", all.getT2()));
    }

    /** The meter's count stays, without its articles: erasing must not refill it. */
    @Override
    public Mono<Void> erase(ReaderKey reader) {
        return Flux.just(
                        // First: a draw that is under way ends, and no other begins.
                        "SELECT 1 FROM unlock_grant WHERE site_id = :site AND reader_id = :reader"
                                + " FOR UPDATE",
                        "DELETE FROM unlock WHERE site_id = :site AND reader_id = :reader",
                        "DELETE FROM unlock_grant WHERE site_id = :site AND reader_id = :reader",
                        "DELETE FROM metered_read WHERE site_id = :site AND reader_id = :reader")
                .concatMap(step ->
                        database.sql(step)
                                .bind("site", reader.site().value())
                                .bind("reader", reader.id())
                                .then())
                .then();
    }

    @Override
    public Mono<Void> merge(ReaderKey anonymous, ReaderKey known) {
        return reads.copy(anonymous, known);
    }
}
