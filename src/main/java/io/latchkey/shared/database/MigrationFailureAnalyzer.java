package io.latchkey.shared.database;

import org.flywaydb.core.api.FlywayException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Prints why the database could not be migrated in place of a stack trace. */
class MigrationFailureAnalyzer extends AbstractFailureAnalyzer<FlywayException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, FlywayException cause) {
        return new FailureAnalysis(
                "The database cannot be prepared. " + cause.getMessage(),
                "Check that LATCHKEY_DATABASE_URL names a PostgreSQL 15 or newer that can be"
                        + " reached from here, and a user who may create tables in it.",
                cause);
    }
}
