package io.latchkey.jar;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.jar.UnlockLoad.Opened;
import io.latchkey.testing.Api;
import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An answer given is kept, whenever the process is killed; and its log tells on nobody (rules 2 and 5). */
class KilledUnderLoadIT {

    private static final int MANY_ROUNDS = 6;
    private static final int READERS = 40;
    private static final int ARTICLES = 300;
    private static final int UNLOCKS = 200;

    private final String database = TestDatabase.fresh();
    private final UnlockAudit audit = new UnlockAudit(database);
    private final StringBuilder logs = new StringBuilder();
    private JarProcess jar = JarProcess.start(JarProcess.operated(database));

    @AfterEach
    void stop() {
        jar.close();
    }

    @Test
    void keepsEveryAnswerItGaveSpendsNothingTwiceAndLogsNoSecret() throws SQLException {
        survives(1);
    }

    @Tag("torture")
    @Test
    void keepsEveryAnswerHoweverOftenItIsKilled() throws SQLException {
        survives(MANY_ROUNDS);
    }

    private void survives(int rounds) throws SQLException {
        Api api = jar.ready();
        TestSite site = TestSite.create(api, "gazette").articles(UnlockLoad.PREFIX, ARTICLES, "premium");
        List<TestReader> readers = IntStream.range(0, READERS)
                .mapToObj(i -> reader(site, "reader" + i))
                .toList();
        UnlockLoad load = new UnlockLoad(readers, ARTICLES);

        for (int round = 0; round < rounds; round++) {
            int cutOffBefore = load.unanswered();
            load.runUntilKilled(api, jar);
            jar.exitCode();
            logs.append(jar.log());
            assertThat(load.unanswered()).as("calls cut off").isGreaterThan(cutOffBefore);
            audit.agreesWith(load.spent());
            jar = JarProcess.start(JarProcess.operated(database));
            api = jar.ready();
        }

        theServiceSaysTheSame(api, readers);
        logs.append(jar.log());
        theLogTellsOnNobody(site, readers);
    }

    /** Known with an e-mail address; with two grants, so that draws go over to the second one. */
    private static TestReader reader(TestSite site, String ref) {
        Answer known =
                site.api().put("/v1/readers/" + ref, site.key(), "{\"email\":\"%s@mail.example\"}".formatted(ref));
        assertThat(known.status()).as(known.text()).isIn(200, 201);
        assertThat(site.grant(ref, UNLOCKS / 2).status()).isEqualTo(201);
        assertThat(site.grant(ref, UNLOCKS / 2).status()).isEqualTo(201);
        return site.reader(ref);
    }

    /** After all the crashes, asking again costs nothing and the number left is what it must be. */
    private void theServiceSaysTheSame(Api api, List<TestReader> readers) throws SQLException {
        Set<Opened> unlocks = audit.unlocks();
        for (TestReader reader : readers) {
            List<Opened> own = unlocks.stream()
                    .filter(opened -> opened.reader().equals(reader.ref()))
                    .toList();
            for (Opened opened : own.subList(0, Math.min(3, own.size()))) {
                Answer again = reader.unlockAsync(api, opened.article()).join();
                assertThat(again.status()).isEqualTo(200);
                assertThat(again.body().path("unlockLeft").asInt()).isEqualTo(UNLOCKS - own.size());
            }
        }
    }

    private void theLogTellsOnNobody(TestSite site, List<TestReader> readers) {
        assertThat(logs.toString())
                .contains("Netty started on port")
                .doesNotContain("@mail.example", site.key(), TestService.OPERATOR)
                .doesNotContain(TestService.MASTER_KEY, database)
                // How every JWT begins: {" in base64url.
                .doesNotContain("eyJ")
                .doesNotContain(readers.stream().map(TestReader::token).toList());
    }
}
