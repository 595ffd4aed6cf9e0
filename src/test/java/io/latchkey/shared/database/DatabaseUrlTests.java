package io.latchkey.shared.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.shared.problem.SettingException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses of a database. */
class DatabaseUrlTests {

    @ParameterizedTest
    @CsvSource({
        "postgresql://u:p%40@latchkey_db:5433/paper, latchkey_db, 5433",
        "postgres://latchkey_db/paper, latchkey_db, 5432",
        "postgresql://u@DB.example/paper?sslmode=require, db.example, 5432",
        "postgresql://u:p@[::1]:5432/paper, [::1], 5432"
    })
    void namesADatabase(String url, String host, int port) {
        DatabaseUrl parsed = DatabaseUrl.parse(url);
        assertThat(parsed.host()).isEqualTo(host);
        assertThat(parsed.port()).isEqualTo(port);
        assertThat(parsed.database()).isEqualTo("paper");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql:///paper",
                "postgresql://one,two/paper",
                "postgresql://db:port/paper",
                "postgresql://db/",
                "mysql://db/paper"
            })
    void namesNoDatabase(String url) {
        assertThatThrownBy(() -> DatabaseUrl.parse(url)).isInstanceOf(SettingException.class);
    }
}
