package io.latchkey.reader;

import io.latchkey.shared.Row;
import java.util.List;
import java.util.Map;
import org.springframework.r2dbc.core.DatabaseClient;
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

    private final DatabaseClient database;

    SignInAddresses(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public List<ExportList> export(ReaderKey reader) {
        return List.of(ExportList.whole(
                "signInLinks",
                null,
                bound("SELECT language, expires_at FROM sign_in_link WHERE " + OF_READER, reader)
                        .map(Row.to(row -> Map.<String, Object>of(
                                "language", row.text("language"),
                                "expiresAt", row.instant("expires_at"))))
                        .all()
                        .collectList()));
    }

    @Override
    public Mono<Void> erase(ReaderKey reader) {
        return bound("DELETE FROM sign_in_link WHERE " + OF_READER, reader).then();
    }

    private DatabaseClient.GenericExecuteSpec bound(String sql, ReaderKey reader) {
        return database.sql(sql).bindValues(reader.parameters());
    }
}
