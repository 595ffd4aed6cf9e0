package io.latchkey.shared.database;

import static io.latchkey.shared.database.Bindings.orNull;

import io.latchkey.shared.web.Page;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Sort.Direction;
import org.springframework.data.r2dbc.convert.R2dbcConverter;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.r2dbc.core.StatementMapper;
import org.springframework.data.r2dbc.core.StatementMapper.SelectSpec;
import org.springframework.data.r2dbc.dialect.PostgresDialect;
import org.springframework.data.r2dbc.mapping.OutboundRow;
import org.springframework.data.relational.core.mapping.RelationalMappingContext;
import org.springframework.data.relational.core.mapping.RelationalPersistentEntity;
import org.springframework.data.relational.core.query.Criteria;
import org.springframework.data.relational.core.query.Query;
import org.springframework.data.relational.core.sql.IdentifierProcessing;
import org.springframework.data.relational.core.sql.LockMode;
import org.springframework.data.relational.core.sql.SqlIdentifier;
import reactor.core.publisher.Mono;

/** What Spring Data's template leaves to whoever reads and writes rows. */
public final class Rows {

    private static final IdentifierProcessing NAMES = PostgresDialect.INSTANCE.getIdentifierProcessing();

    private Rows() {}

    /** The one row that meets the condition, locked until the transaction ends; empty for none. */
    public static <T> Mono<T> locked(R2dbcEntityTemplate rows, Criteria which, Class<T> type) {
        RelationalMappingContext context =
                (RelationalMappingContext) rows.getConverter().getMappingContext();
        RelationalPersistentEntity<?> entity = context.getRequiredPersistentEntity(type);
        StatementMapper statements = StatementMapper.create(PostgresDialect.INSTANCE, rows.getConverter())
                .forType(type);
        SelectSpec select = statements
                .createSelect(entity.getTableName())
                .withProjection(columns(context, entity).toArray(SqlIdentifier[]::new))
                .withCriteria(which)
                .lock(LockMode.PESSIMISTIC_WRITE);
        return rows.query(statements.getMappedObject(select), type).one();
    }

    private static Stream<SqlIdentifier> columns(
            RelationalMappingContext context, RelationalPersistentEntity<?> entity) {
        return StreamSupport.stream(entity.spliterator(), false)
                .flatMap(property -> property.isEmbedded()
                        ? columns(context, context.getRequiredPersistentEntity(property))
                        : Stream.of(property.getColumnName()));
    }

    /**
     * A page of the rows that meet the condition, newest first.
     *
     * @param id of a row, which its property {@code id} is
     */
    public static <T> Mono<Page<T>> page(
            R2dbcEntityTemplate rows, Criteria which, Page.Request page, Class<T> type, Function<T, UUID> id) {
        return page(rows, which, page, type, "id", id);
    }

    /**
     * As {@link #page(R2dbcEntityTemplate, Criteria, Page.Request, Class, Function)}, of rows with
     * another order.
     *
     * @param property by which they are ordered
     */
    public static <T> Mono<Page<T>> page(
            R2dbcEntityTemplate rows,
            Criteria which,
            Page.Request page,
            Class<T> type,
            String property,
            Function<T, UUID> id) {
        UUID after = page.afterId();
        Query query = Query.query(after == null ? which : which.and(property).lessThan(after));
        return rows.select(query.sort(Sort.by(Direction.DESC, property)).limit(page.size() + 1), type)
                .collectList()
                .map(found -> Page.of(found, page, row -> id.apply(row).toString()));
    }

    /**
     * The columns of a record by name, as the parameters of SQL text that names each of them; lists
     * of embedded records too, which the template cannot insert.
     */
    // Spring's Parameter gives way to R2DBC's own, but a row of Spring Data is made of it still.
    @SuppressWarnings("deprecation")
    public static Map<String, Object> parameters(R2dbcEntityTemplate rows, Object row) {
        R2dbcConverter converter = rows.getConverter();
        OutboundRow columns = new OutboundRow();
        converter.write(row, columns);
        Map<String, Object> parameters = new HashMap<>();
        columns.forEach((column, value) -> parameters.put(
                NAMES.standardizeLetterCase(column.getReference()),
                parameter(converter, value.getValue(), value.getType())));
        return parameters;
    }

    private static Object parameter(R2dbcConverter converter, @Nullable Object value, Class<?> type) {
        return Collection.class.isAssignableFrom(type)
                ? orNull(converter.getConversionService().convert(value, String[].class), String[].class)
                : orNull(value, type);
    }

    /** An error unless the statement met a row: one that must be there is not changed in vain. */
    public static Mono<Void> met(Mono<Long> count) {
        return count.filter(rows -> rows > 0)
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("a row that was to be changed is not there")))
                .then();
    }
}
