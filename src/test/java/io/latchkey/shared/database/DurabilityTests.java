package io.latchkey.shared.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.LogLines;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of a database by how it is set; that it is enough, {@code DatabaseKilledTests} tries. */
class DurabilityTests {

    @Test
    void asksOneThatAnswersBeforeItWritesToWait() {
        assertThat(new Durability(true, "off").options()).isEqualTo(Map.of("synchronous_commit", "on"));
    }

    /** Of these, each waits for its own disk at least, and some for other machines. */
    @ParameterizedTest
    @ValueSource(strings = {"local", "remote_write", "on", "remote_apply"})
    void leavesOneThatWaitsAsItsOperatorWantsIt(String synchronousCommit) {
        assertThat(new Durability(true, synchronousCommit).options()).isEmpty();
    }

    @Test
    void saysWhatItCannotMend() {
        assertThat(told(true)).isEmpty();
        assertThat(told(false)).singleElement().asString().startsWith("WARN").contains("fsync off");
    }

    private static List<String> told(boolean fsync) {
        return LogLines.of(() -> new Durability(fsync, "on").told(), Durability.class.getName());
    }
}
