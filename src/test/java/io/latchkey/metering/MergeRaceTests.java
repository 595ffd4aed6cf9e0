package io.latchkey.metering;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.Wait;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An anonymous reader who goes on reading while they sign in loses nothing (rule 5). */
@Tag("oldest")
class MergeRaceTests {

    private static final int ROUNDS = 10;
    private static final int READS = 20;

    @ParameterizedTest
    @EnumSource
    void losesNoReadThatWasAnsweredWithSuccess(Instances instances) {
        TestSite site = instances.site().meter(READS, READS).articles("post-", READS, "metered");
        for (int round = 0; round < ROUNDS; round++) {
            TestReader nobody = site.anonymous();
            String ref = "reader-" + round;

            List<Answer> answers = new ArrayList<>(instances.race(
                    READS + 1,
                    (api, number) ->
                            // The sign-in comes in the midst of the reads.
                            number == READS / 2
                                    ? Merges.signInAsync(api, site, ref, nobody.token())
                                    : nobody.readAsync(api, "post-" + number % READS)));

            assertThat(answers.get(READS / 2).status()).isEqualTo(201);
            TestReader known = site.reader(ref);
            List<String> kept = articlesOf(site, known);
            answers.remove(READS / 2);
            for (Answer answer : answers) {
                if (answer.status() == 401) {
                    assertThat(answer.code()).isEqualTo("session-merged");
                } else {
                    assertThat(answer.status()).as(answer.text()).isIn(200, 201);
                    assertThat(kept).contains(answer.text("article"));
                }
            }
        }
        Ledger.balances(site.id());
    }

    /** The read is drawn and will be answered, but its transaction has not ended yet. */
    @Test
    void waitsForAReadThatIsUnderWay() throws SQLException {
        TestSite site = Instances.ONE.site().meter(5, 5).articles("post-", 2, "metered");
        TestReader nobody = site.anonymous();
        assertThat(nobody.read("post-0").status()).isEqualTo(201);
        UUID anonymous = UUID.fromString(nobody.me().path("reader").path("id").asString());

        try (Connection reading = TestDatabase.connect(TestService.shared().databaseUrl())) {
            int backend = Connections.backend(reading);
            reading.setAutoCommit(false);
            draw(reading, site, anonymous, "post-1");
            CompletableFuture<Answer> signIn = Merges.signInAsync(site.api(), site, "ada", nobody.token());
            Wait.until(
                    "the sign-in waits for the read, or is done",
                    () -> signIn.isDone() || Connections.somebodyWaitsFor(backend));
            reading.commit();

            assertThat(signIn.join().status()).isEqualTo(201);
        }

        assertThat(articlesOf(site, site.reader("ada"))).containsExactly("post-0", "post-1");
        Ledger.balances(site.id());
    }

    @ParameterizedTest
    @EnumSource
    void givesTheHistoryToOneOfManyWhoClaimIt(Instances instances) {
        TestSite site = instances.site().meter(5, 5).articles("post-", 3, "metered");
        TestReader nobody = site.anonymous();
        IntStream.range(0, 3)
                .forEach(number ->
                        assertThat(nobody.read("post-" + number).status()).isEqualTo(201));

        List<Answer> answers =
                instances.race(20, (api, number) -> Merges.signInAsync(api, site, "reader-" + number, nobody.token()));

        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(201));
        assertThat(IntStream.range(0, 20).mapToObj(number -> site.reader("reader-" + number)))
                .extracting(reader -> articlesOf(site, reader).size())
                .containsOnlyOnce(3)
                .containsOnly(0, 3);
        Ledger.balances(site.id());
    }

    private static void draw(Connection reading, TestSite site, UUID anonymous, String article) throws SQLException {
        OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
        try (PreparedStatement draw =
                reading.prepareStatement("SELECT outcome FROM draw_read(?, ?, true, ?, ?, ?, ?, 5)")) {
            List<Object> parameters = List.of(site.id(), anonymous, article, now, now, now.plusDays(30));
            for (int i = 0; i < parameters.size(); i++) {
                draw.setObject(i + 1, parameters.get(i));
            }
            draw.execute();
        }
    }

    private static List<String> articlesOf(TestSite site, TestReader reader) {
        return Ledger.rows(
                        """
                        SELECT article_id FROM metered_read
                        WHERE site_id = ? AND reader_id = ? AND period_end > now()
                        ORDER BY article_id
                        """,
                        site.id(),
                        UUID.fromString(reader.me().path("reader").path("id").asString()))
                .stream()
                .map(List::getFirst)
                .toList();
    }
}
