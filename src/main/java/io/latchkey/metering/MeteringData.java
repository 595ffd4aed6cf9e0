package io.latchkey.metering;

import io.latchkey.reader.data.ExportList;
import io.latchkey.reader.data.ReaderData;
import io.latchkey.reader.identity.ReaderKey;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What this room holds about a reader, for taking along, erasing and merging. */
@Component
class MeteringData implements ReaderData {

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
    public List<ExportList> export(ReaderKey reader) {
        return List.of(
                ExportList.paged("metering", "grants", page -> grants.page(reader, page)),
                ExportList.paged("metering", "unlocks", page -> unlocks.byArticle(reader, page)),
                ExportList.whole("metering", "reads", reads.of(reader).collectList()));
    }

    /** The meter's count stays, without its articles: erasing must not refill it. */
    @Override
    public Mono<Void> erase(ReaderKey reader) {
        return Flux.just(
                        // First: a draw that is under way ends, and no other begins.
                        "SELECT 1 FROM unlock_grant WHERE site_id = :site AND reader_id = :reader" + " FOR UPDATE",
                        "DELETE FROM unlock WHERE site_id = :site AND reader_id = :reader",
                        "DELETE FROM unlock_grant WHERE site_id = :site AND reader_id = :reader",
                        "DELETE FROM metered_read WHERE site_id = :site AND reader_id = :reader")
                .concatMap(step ->
                        database.sql(step).bindValues(reader.parameters()).then())
                .then();
    }

    @Override
    public Mono<Void> merge(ReaderKey anonymous, ReaderKey known) {
        return reads.copy(anonymous, known);
    }
}
