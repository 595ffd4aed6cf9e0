package io.latchkey.shared.database;

import io.r2dbc.spi.Parameters;
import org.jspecify.annotations.Nullable;

/** R2DBC binds no bare null: it wants the type that is missing. */
public final class Bindings {

    private Bindings() {}

    /** The value, or a typed null in its place. */
    public static Object orNull(@Nullable Object value, Class<?> type) {
        return value == null ? Parameters.in(type) : value;
    }
}
