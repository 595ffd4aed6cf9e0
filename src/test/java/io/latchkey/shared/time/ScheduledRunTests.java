package io.latchkey.shared.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.testing.TestDatabase;
import io.latchkey.testing.TestService;
import io.latchkey.testing.TestSite;
import io.latchkey.testing.TestSubscriber;
import io.latchkey.testing.Wait;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;

/** What is due by the clock happens by itself, though Spring calls each run only once. */
class ScheduledRunTests {

    private static final AtomicReference<Instant> WALL = new AtomicReference<>(Instant.parse("2031-03-01T09:00:00Z"));

    /** Not marked as a configuration: the scan would find it. */
    static class StandingWall {
        @Bean
        Clock standingClock() {
            return new Clock(WALL::get);
        }
    }

    @Test
    void aSubscriptionRenewsLongAfterTheStartWithNobodyAsking() {
        try (TestService service = TestService.with(StandingWall.class, TestDatabase.fresh(), TestService.SCHEDULES)) {
            TestSite site = service.site("runs").monthlyPlan("monthly", 900, 3);
            TestSubscriber ada = TestSubscriber.of(site.reader("ada"), "monthly");
            Instant first = ada.paidUntil();
            WALL.set(first.plusSeconds(1));
            TestSubscriber back = new TestSubscriber(site.reader("ada"), ada.checkout());

            assertThat(Wait.until("a renewal", back::paidUntil, paid -> paid.isAfter(first)))
                    .isAfter(first);
        }
    }
}
