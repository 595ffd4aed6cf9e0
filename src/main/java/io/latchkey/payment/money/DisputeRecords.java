package io.latchkey.payment.money;

import static org.springframework.data.relational.core.query.Criteria.where;
import static org.springframework.data.relational.core.query.Query.query;

import io.latchkey.reader.identity.ReaderKey;
import io.latchkey.shared.database.Rows;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.data.domain.Sort;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.relational.core.query.Update;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The disputes over readers' payments. Kept for the books, as the payments are. */
@Component
public class DisputeRecords {

    private static final Sort FIRST_TO_LAST = Sort.by("openedAt", "id");

    private final R2dbcEntityTemplate rows;

    DisputeRecords(R2dbcEntityTemplate rows) {
        this.rows = rows;
    }

    /** The one with the provider's name, locked until the transaction ends; empty for none. */
    public Mono<Dispute> find(ReaderKey reader, String ref) {
        return Rows.locked(rows, where("reader").is(reader).and("ref").is(ref), Dispute.class);
    }

    /** Adds one; what is told again is recorded once. */
    public Mono<Dispute> add(Dispute dispute) {
        return rows.insert(dispute);
    }

    /** The bank decided, or thought again. */
    public Mono<Void> become(Dispute dispute) {
        return Rows.met(rows.update(
                query(where("reader").is(dispute.reader()).and("id").is(dispute.id())),
                Update.update("status", dispute.status())
                        .set("amountMinor", dispute.amountMinor())
                        .set("closedAt", dispute.closedAt()),
                Dispute.class));
    }

    /** All of a reader's, by payment, the first one first. */
    Mono<Map<UUID, List<Dispute>>> of(ReaderKey reader) {
        return rows.select(query(where("reader").is(reader)).sort(FIRST_TO_LAST), Dispute.class)
                .collect(Collectors.groupingBy(Dispute::payment));
    }
}
