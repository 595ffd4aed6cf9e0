package io.latchkey.metering;

import static io.latchkey.metering.Instances.statuses;
import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.Api.Answer;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestSite;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However many reads arrive at once, the meter counts them as if they had come one by one (rules 1 and 2). */
@Tag("oldest")
class MeterRaceTests {

    private static final int REQUESTS = 200;

    @ParameterizedTest
    @EnumSource
    void paysForAsManyReadsAsItsLimit(Instances instances) {
        TestSite site = instances.site().meter(10, 0).articles("post-", REQUESTS, "metered");
        TestReader ada = site.reader("ada");

        List<Answer> answers = readAll(instances, ada);

        assertThat(statuses(answers)).isEqualTo(Map.of(201, 10L, 402, 190L));
        assertThat(answers.stream().filter(answer -> answer.status() == 402))
                .allSatisfy(refused -> assertThat(refused.code()).isEqualTo("meter-used-up"));
        assertThat(ada.me().path("meter").path("left").asInt()).isZero();
        Ledger.balances(site.id());
    }

    @ParameterizedTest
    @EnumSource
    void countsOneArticleOnceAndRefusesNoTwinOfTheLastRead(Instances instances) {
        TestSite site = instances.site().meter(1, 0).article("council", "metered");
        TestReader ada = site.reader("ada");

        List<Answer> answers = instances.race(REQUESTS, (api, _) -> ada.readAsync(api, "council"));

        assertThat(statuses(answers)).isEqualTo(Map.of(201, 1L, 200, REQUESTS - 1L));
        Ledger.balances(site.id());
    }

    @ParameterizedTest
    @EnumSource
    void beginsOnePeriodWithTheFirstOfManyReads(Instances instances) {
        TestSite site = instances
                .site()
                .settings("\"meter\":{\"limit\":20,\"anonymousLimit\":5,\"period\":\"P30D\"}")
                .articles("post-", REQUESTS, "metered");
        TestReader ada = site.reader("ada");
        TestReader nobody = site.anonymous();

        List<Answer> known = readAll(instances, ada);
        List<Answer> anonymous = readAll(instances, nobody);

        assertThat(statuses(known)).isEqualTo(Map.of(201, 20L, 402, 180L));
        assertThat(statuses(anonymous)).isEqualTo(Map.of(201, 5L, 402, 195L));
        assertThat(Ledger.number("""
            SELECT count(DISTINCT (reader_id, period_start, period_end))
            FROM metered_read WHERE site_id = ?
            """, site.id()))
                .as("one period for each of the two readers")
                .isEqualTo(2);
        Ledger.balances(site.id());
    }

    @ParameterizedTest
    @EnumSource
    void paysBeforeTheUnlocksAndLeavesThemTheRest(Instances instances) {
        TestSite site = instances.site().meter(10, 0).articles("post-", REQUESTS, "metered");
        site.grant("ada", 20);
        TestReader ada = site.reader("ada");

        List<Answer> answers = instances.race(REQUESTS, (api, number) -> ada.unlockAsync(api, "post-" + number));

        assertThat(statuses(answers)).isEqualTo(Map.of(201, 30L, 402, 170L));
        assertThat(Ledger.number("""
            SELECT count(*) FROM unlock u JOIN metered_read r
            USING (site_id, reader_id, article_id) WHERE site_id = ?
            """, site.id())).as("articles paid for twice").isZero();
        Ledger.balances(site.id());
    }

    private static List<Answer> readAll(Instances instances, TestReader reader) {
        return instances.race(REQUESTS, (api, number) -> reader.readAsync(api, "post-" + number));
    }
}
