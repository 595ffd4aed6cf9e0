package io.latchkey.payment.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.payment.sync.ProviderLooks.Look;
import io.latchkey.testing.TestService;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A slow answer never undoes what a later look brought. */
class ProviderLooksTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private final ProviderLooks looks = TestService.shared().bean(ProviderLooks.class);

    @Test
    void dropsALookThatAYoungerOneOvertook() {
        Look slow = begin("overtaken");
        Look quick = begin("overtaken");
        assertThat(mayApply(quick)).isTrue();
        assertThat(mayApply(slow)).isFalse();
        assertThat(mayApply(quick)).isFalse();
        assertThat(mayApply(begin("overtaken"))).isTrue();
    }

    @Test
    void countsEachSubjectByItself() {
        Look one = begin("one");
        Look other = begin("other");
        assertThat(mayApply(other)).isTrue();
        assertThat(mayApply(one)).isTrue();
    }

    private Look begin(String subject) {
        return Objects.requireNonNull(looks.begin("test", subject).block(PATIENCE));
    }

    private boolean mayApply(Look look) {
        return Objects.requireNonNull(looks.mayApply(look).block(PATIENCE));
    }
}
