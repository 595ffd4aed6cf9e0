package io.latchkey.shared.database;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A row of a query whose columns say whether they may be null; for the queries of every page view,
 * on which Spring Data's converter would cost a sixth to a half of their time.
 */
public final class Row {

    private final Readable columns;

    private Row(Readable columns) {
        this.columns = columns;
    }

    /** Fits a reader of rows to what {@code DatabaseClient} takes. */
    public static <T> Function<Readable, T> to(Function<Row, T> reader) {
        return columns -> reader.apply(new Row(columns));
    }

    /** A text that is there. */
    public String text(String column) {
        return required(column, String.class);
    }

    /** A text or null. */
    public @Nullable String optionalText(String column) {
        return columns.get(column, String.class);
    }

    /** A list of texts that is there. */
    public List<String> texts(String column) {
        return List.of(required(column, String[].class));
    }

    /** An integer that is there. */
    public int count(String column) {
        return required(column, Integer.class);
    }

    /** A bigint that is there. */
    public long number(String column) {
        return required(column, Long.class);
    }

    /** A boolean that is there. */
    public boolean flag(String column) {
        return required(column, Boolean.class);
    }

    /** A moment that is there. */
    public Instant instant(String column) {
        return required(column, Instant.class);
    }

    /** A moment or null. */
    public @Nullable Instant optionalInstant(String column) {
        return columns.get(column, Instant.class);
    }

    private <T> T required(String column, Class<T> type) {
        T value = columns.get(column, type);
        if (value == null) {
            throw new IllegalStateException("column " + column + " is null");
        }
        return value;
    }
}
