package io.latchkey.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/** Whatever happens in whatever order, a reader is served as the simple model says (rule 6). */
class LifecycleModelTests {

    /** What many of the lives must have seen, so that the comparison means something. */
    private static final List<String> WAYS = List.of(
            "again",
            "trialing to active",
            "trialing to past_due",
            "active to past_due",
            "past_due to active",
            "past_due to expired",
            "active to canceled",
            "canceled to active",
            "canceled to expired",
            "active to paused",
            "paused to active",
            "paused to canceled");

    /** The same lives each time: a change is judged by what it changes, not by luck. */
    @Property(tries = 1_000, seed = "20270131", shrinking = ShrinkingMode.BOUNDED)
    @StatisticsReport(label = "seen", value = StatisticsReport.StatisticsReportMode.OFF)
    void livesAsTheModelDoes(@ForAll("deeds") List<Deed> deeds, @ForAll("beginnings") Life.Beginning beginning) {
        lives(deeds, beginning);
    }

    /** Others each time. */
    @Tag("torture")
    @Property(tries = 20_000, shrinking = ShrinkingMode.BOUNDED)
    @StatisticsReport(label = "seen", value = StatisticsReport.StatisticsReportMode.OFF)
    void manyLiveAsTheModelDoes(@ForAll("deeds") List<Deed> deeds, @ForAll("beginnings") Life.Beginning beginning) {
        lives(deeds, beginning);
    }

    private static void lives(List<Deed> deeds, Life.Beginning beginning) {
        assertThat(deeds).hasSizeGreaterThanOrEqualTo(50);
        Life life = new Life(beginning);
        for (Deed deed : deeds) {
            life.step(deed);
        }
        Statistics.label("seen").collect(life.seen());
        WAYS.forEach(way -> Statistics.label("seen")
                .coverage(
                        coverage -> coverage.checkQuery((List<?> values) -> ((Set<?>) values.getFirst()).contains(way))
                                .count(lives -> lives >= 10)));
    }

    @Provide
    static Arbitrary<List<Deed>> deeds() {
        return Deed.sequences(50, 80);
    }

    @Provide
    static Arbitrary<Life.Beginning> beginnings() {
        return Life.beginnings();
    }
}
