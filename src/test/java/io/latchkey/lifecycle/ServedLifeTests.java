package io.latchkey.lifecycle;

import io.latchkey.shared.time.Clock;
import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestService;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import org.springframework.context.annotation.Bean;

/** The running service does in random lives what the rules in memory say, step by step. */
class ServedLifeTests {

    private static final Instant WALL = Instant.parse("2031-01-30T22:15:00Z");
    private static final TestService SERVICE = TestService.with(StandingWall.class, TestDatabase.fresh());

    /** Not marked as a configuration: the scan would find it. */
    static class StandingWall {
        @Bean
        Clock standingClock() {
            return new Clock(() -> WALL);
        }
    }

    @AfterContainer
    static void stop() {
        SERVICE.close();
    }

    /** The same lives each time: a change is judged by what it changes, not by luck. */
    @Property(tries = 3, seed = "20270131", shrinking = ShrinkingMode.OFF)
    void livesAsTheRulesInMemoryDo(
            @ForAll("acts") List<ServedLife.Act> acts, @ForAll("zones") ZoneId zone, @ForAll("grace") int graceDays) {
        lives(acts, zone, graceDays);
    }

    /** Others each time. */
    @Tag("torture")
    @Property(tries = 2_000, shrinking = ShrinkingMode.OFF)
    void manyLiveAsTheRulesInMemoryDo(
            @ForAll("acts") List<ServedLife.Act> acts, @ForAll("zones") ZoneId zone, @ForAll("grace") int graceDays) {
        lives(acts, zone, graceDays);
    }

    private static void lives(List<ServedLife.Act> acts, ZoneId zone, int graceDays) {
        ServedLife life = new ServedLife(SERVICE, new Life.Beginning(zone, graceDays, Served.now(SERVICE)));
        acts.forEach(life::step);
        life.over();
    }

    @Provide
    static Arbitrary<List<ServedLife.Act>> acts() {
        return ServedLife.Act.sequences(50);
    }

    @Provide
    static Arbitrary<ZoneId> zones() {
        return Arbitraries.of("UTC", "Europe/Berlin", "America/New_York").map(ZoneId::of);
    }

    @Provide
    static Arbitrary<Integer> grace() {
        return Arbitraries.of(0, 3, 7, 14);
    }
}
