package io.latchkey.scan.site;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** How long a site that is busy wants to be left alone (RFC 9110, section 10.2.3). */
final class RetryAfter {

    private static final Duration UNSAID = Duration.ofSeconds(1);
    private static final String SECONDS = "\\d{1,9}";

    private RetryAfter() {}

    /** Empty where it is not busy. */
    static Optional<Duration> of(Answer answer, Clock clock) {
        return Answer.silent(answer.status())
                ? Optional.of(answer.header("retry-after")
                        .map(said -> pause(said.strip(), clock))
                        .orElse(UNSAID))
                : Optional.empty();
    }

    private static Duration pause(String said, Clock clock) {
        if (said.matches(SECONDS)) {
            return Duration.ofSeconds(Long.parseLong(said));
        }
        try {
            Instant then = DateTimeFormatter.RFC_1123_DATE_TIME.parse(said, Instant::from);
            Duration pause = Duration.between(clock.instant(), then);
            return pause.isNegative() ? Duration.ZERO : pause;
        } catch (DateTimeException e) {
            return UNSAID;
        }
    }
}
