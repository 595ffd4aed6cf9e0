package io.latchkey.payment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.shared.time.DueWork;
import io.latchkey.testing.MovingTime;
import io.latchkey.testing.TestReader;
import io.latchkey.testing.TestSite;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;

/** Time that leaps stops wherever something is due, and has it done in order. */
class SandboxClockTests {

    /** What is free is billed by nobody: only we know when it is due. */
    @Test
    void renewsWhatIsFreeOncePerPeriodOfALeap() {
        TestSite site = MovingTime.service().site("leap").plan("free", """
            {"kind":"subscription","name":"Free","period":"P7D","unlocksPerPeriod":3,
             "price":{"amountMinor":0,"currency":"EUR"}}
            """);
        TestReader ada = site.reader("ada");
        assertThat(site.api()
                        .post("/v1/me/subscription", ada.token(), "{\"plan\":\"free\"}")
                        .status())
                .isEqualTo(201);

        MovingTime.advance("P60D");

        assertThat(Instant.parse(ada.me().path("subscription").path("paidUntil").asString()))
                .isAfter(MovingTime.now());
        assertThat(ada.unlockLeft()).isEqualTo(3);
    }

    /** The provider bills before we look whether it did, and readers are told of what came of it. */
    @Test
    void hasTheProvidersWorkDoneBeforeOurs() {
        assertThat(MovingTime.service().beans(DueWork.class).stream()
                        .sorted(AnnotationAwareOrderComparator.INSTANCE)
                        .map(work -> work.getClass().getSimpleName()))
                .containsExactly("SandboxBilling", "RenewalRun", "UpcomingNotices", "PriceChangeRun");
    }
}
