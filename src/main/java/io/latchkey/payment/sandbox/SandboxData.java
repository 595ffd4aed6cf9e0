package io.latchkey.payment.sandbox;

import io.latchkey.reader.data.ExportList;
import io.latchkey.reader.data.ReaderData;
import io.latchkey.reader.identity.ReaderKey;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** What the sandbox was told of a reader: its books stay, without the page that they came from. */
@Component
@WhenSandbox
class SandboxData implements ReaderData {

    private final DatabaseClient database;
    private final JsonMapper json;

    SandboxData(DatabaseClient database, JsonMapper json) {
        this.database = database;
        this.json = json;
    }

    @Override
    public List<ExportList> export(ReaderKey reader) {
        return List.of(ExportList.whole(
                "sandboxCheckouts",
                null,
                bound("""
                    SELECT book FROM sandbox_checkout
                    WHERE site_id = :site AND reader_id = :reader ORDER BY created_at
                    """, reader)
                        .mapValue(String.class)
                        .all()
                        .map(json::readTree)
                        .collectList()));
    }

    @Override
    public Mono<Void> erase(ReaderKey reader) {
        return bound("""
            UPDATE sandbox_checkout SET book = book #- '{order,returnTo}'
            WHERE site_id = :site AND reader_id = :reader
            """, reader).then();
    }

    private DatabaseClient.GenericExecuteSpec bound(String sql, ReaderKey reader) {
        return database.sql(sql).bindValues(reader.parameters());
    }
}
