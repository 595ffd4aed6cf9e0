package io.latchkey.reader.signin;

import io.latchkey.reader.data.ExportList;
import io.latchkey.reader.data.ReaderData;
import io.latchkey.reader.identity.EmailAddress;
import io.latchkey.reader.identity.ReaderKey;
import java.time.Instant;
import java.util.List;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The links by which the reader's address asked to sign in. They belong to the address, but a
 * reader who was erased must not be known again by one that was under way.
 */
@Component
class SignInAddresses implements ReaderData {

    /** As {@link EmailAddress} writes it. */
    private static final String OF_READER = """
        site_id = :site AND address IN (
            SELECT lower(email COLLATE "C") FROM reader
            WHERE site_id = :site AND reader_id = :reader AND email IS NOT NULL)\
        """;

    private final R2dbcEntityTemplate rows;

    SignInAddresses(R2dbcEntityTemplate rows) {
        this.rows = rows;
    }

    /** That a link was asked for. */
    @Table("sign_in_link")
    private record Asked(String language, Instant expiresAt) {}

    @Override
    public List<ExportList> export(ReaderKey reader) {
        return List.of(ExportList.whole(
                "signInLinks",
                null,
                rows.getRowsFetchSpec(
                                bound("SELECT language, expires_at FROM sign_in_link WHERE " + OF_READER, reader),
                                Asked.class,
                                Asked.class)
                        .all()
                        .collectList()));
    }

    @Override
    public Mono<Void> erase(ReaderKey reader) {
        return bound("DELETE FROM sign_in_link WHERE " + OF_READER, reader).then();
    }

    private GenericExecuteSpec bound(String sql, ReaderKey reader) {
        return rows.getDatabaseClient().sql(sql).bindValues(reader.parameters());
    }
}
