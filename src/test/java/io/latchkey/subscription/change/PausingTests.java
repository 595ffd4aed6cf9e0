package io.latchkey.subscription.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.MovingTime;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.TestSubscriber;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.TemporalUnitWithinOffset;
import org.junit.jupiter.api.Test;

/** A break: nothing is read, nothing is paid, and nothing is lost. */
class PausingTests {

    private static final TemporalUnitWithinOffset A_MINUTE = new TemporalUnitWithinOffset(1, ChronoUnit.MINUTES);

    private final TestSite site = MovingTime.service()
            .site("breaks")
            .article("dossier", "subscribers")
            .article("essay", "premium", "business")
            .monthlyPlan("monthly", 900, 3);
    private final TestSubscriber ada = TestSubscriber.of(site.reader("ada"), "monthly");
    private final Instant paidUntil = ada.paidUntil();

    @Test
    void stopsAccessAndRenewalUntilItIsOver() {
        assertThat(ada.pause("{}").text("status")).isEqualTo("paused");
        assertThat(ada.reader().reason("dossier")).isEqualTo("subscription-required");
        MovingTime.advance("P3M");
        assertThat(ada.status()).isEqualTo("paused");
        assertThat(ada.reader().reason("dossier")).isEqualTo("subscription-required");
    }

    @Test
    void givesTheTimeBackThatItTookAndRenewsFromThere() {
        MovingTime.advance("P10D");
        assertThat(ada.pause("{}").status()).isEqualTo(200);
        MovingTime.advance("P60D");
        assertThat(ada.resume().text("status")).isEqualTo("active");
        assertThat(ada.reader().reason("dossier")).isEqualTo("plan");
        Instant later = ada.paidUntil();
        assertThat(later).isCloseTo(paidUntil.plus(Duration.ofDays(60)), A_MINUTE);

        MovingTime.advanceTo(later);
        assertThat(ada.status()).isEqualTo("active");
        assertThat(ada.is("periodStart")).isEqualTo(later.toString());
    }

    /** They belong to the paid period, so they last as long as it does. */
    @Test
    void keepsTheUnlocksOfThePeriodForTheTimeThatIsGivenBack() {
        assertThat(ada.reader().unlock("essay").status()).isEqualTo(201);
        assertThat(ada.pause("{}").status()).isEqualTo(200);
        MovingTime.advance("P60D");
        assertThat(ada.resume().status()).isEqualTo(200);
        assertThat(ada.reader().unlockLeft()).isEqualTo(2);
        MovingTime.advanceTo(ada.paidUntil().minusSeconds(60));
        assertThat(ada.reader().unlockLeft()).isEqualTo(2);
        MovingTime.advanceTo(ada.paidUntil());
        assertThat(ada.reader().unlockLeft()).isEqualTo(3);
    }

    @Test
    void endsByItselfWhereTheReaderSaidWhen() {
        Instant until = MovingTime.now().plus(Duration.ofDays(45));
        Answer paused = ada.pause("{\"until\":\"%s\"}".formatted(until));
        assertThat(paused.text("resumesAt")).isEqualTo(until.toString());
        MovingTime.advanceTo(until.minusSeconds(60));
        assertThat(ada.status()).isEqualTo("paused");
        MovingTime.advanceTo(until);
        assertThat(ada.status()).isEqualTo("active");
        assertThat(ada.paidUntil()).isCloseTo(paidUntil.plus(Duration.ofDays(45)), A_MINUTE);
    }

    @Test
    void endsByItselfAsTheReaderSaidAlsoWhenTheyCanceledMeanwhileAndTookThatBack() {
        Instant until = MovingTime.now().plus(Duration.ofDays(20));
        assertThat(ada.pause("{\"until\":\"%s\"}".formatted(until)).status()).isEqualTo(200);
        assertThat(ada.cancel("period-end").status()).isEqualTo(201);
        assertThat(ada.undo().text("status")).isEqualTo("paused");
        MovingTime.advanceTo(until);
        assertThat(ada.status()).isEqualTo("active");
    }

    @Test
    void isToldAlikeWhoeverEndsIt() throws SQLException {
        assertThat(ada.pause("{}").status()).isEqualTo(200);
        assertThat(ada.resume().status()).isEqualTo(200);
        Instant until = MovingTime.now().plus(Duration.ofDays(5));
        assertThat(ada.pause("{\"until\":\"%s\"}".formatted(until)).status()).isEqualTo(200);
        MovingTime.advanceTo(until);
        assertThat(ada.status()).isEqualTo("active");

        assertThat(told("subscription.resumed"))
                .containsExactly("paidUntil plan status subscription", "paidUntil plan status subscription");
    }

    /** The names of what each fact of a type told. */
    private List<String> told(String type) throws SQLException {
        String reader = ada.reader().me().path("reader").path("id").asString();
        try (Connection connection = TestDatabase.connect(MovingTime.service().databaseUrl());
                PreparedStatement statement = connection.prepareStatement("""
                    SELECT (SELECT string_agg(name, ' ' ORDER BY name COLLATE "C")
                        FROM json_object_keys(data::json) name)
                    FROM event WHERE reader_id = ?::uuid AND type = ?
                    """)) {
            statement.setString(1, reader);
            statement.setString(2, type);
            List<String> all = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    all.add(rows.getString(1));
                }
            }
            return all;
        }
    }

    @Test
    void isRefusedInAPastAndWhereNothingRuns() {
        assertThat(ada.pause("{\"until\":\"2020-01-01T00:00:00Z\"}").code()).isEqualTo("invalid-body");
        assertThat(ada.resume().status()).isEqualTo(409);
        assertThat(ada.pause("{}").status()).isEqualTo(200);
        assertThat(ada.pause("{}").status()).isEqualTo(409);
        assertThat(ada.cancel("now").status()).isEqualTo(201);
        assertThat(ada.resume().status()).isEqualTo(409);
        assertThat(ada.pause("{}").code()).isEqualTo("not-possible-now");
    }
}
