package io.latchkey.scan.site;

import io.latchkey.scan.probe.Authority;
import io.latchkey.scan.probe.Probe;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks the site, without cookies and with bounds on everything. Waits for its answers: the command
 * runs on virtual threads of its own, where waiting costs nothing.
 */
public final class Web implements AutoCloseable {

    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Duration ALL_PAUSES = Duration.ofSeconds(30);
    private static final int MOST_PAUSES = 3;
    private static final int MOST_REDIRECTS = 5;
    private static final Set<String> REPEATABLE = Set.of("GET", "HEAD");

    private final Clock clock = Clock.systemUTC();
    private final Exchanges exchanges;

    /**
     * @param atOnce how many requests are under way at most
     */
    public Web(int atOnce) {
        this(atOnce, ANSWER);
    }

    Web(int atOnce, Duration patience) {
        this.exchanges = new Exchanges(atOnce, patience);
    }

    /**
     * The answer after redirects within the host; empty when there was none. A site that is busy is
     * asked again when it says so, and nothing is under way until then.
     */
    public Optional<Answer> ask(Probe probe) {
        try {
            Duration left = ALL_PAUSES;
            Optional<Answer> answer = now(probe);
            for (int paused = 0; paused < MOST_PAUSES; paused++) {
                Duration pause = answer.flatMap(it -> RetryAfter.of(it, clock)).orElse(null);
                if (pause == null || pause.compareTo(left) > 0) {
                    break;
                }
                Thread.sleep(pause);
                left = left.minus(pause);
                answer = now(probe);
            }
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /**
     * What may be asked twice (RFC 9110, section 9.2.2) is, when the connection broke: one that was
     * kept open for too long says nothing about the site.
     */
    private Optional<Answer> now(Probe probe) throws InterruptedException {
        int tries = REPEATABLE.contains(probe.method()) ? 2 : 1;
        for (int tried = 0; tried < tries; tried++) {
            try {
                return Optional.of(follow(probe));
            } catch (HttpTimeoutException | IllegalArgumentException e) {
                return Optional.empty();
            } catch (IOException e) {
                // Tried again, if it may be.
            }
        }
        return Optional.empty();
    }

    private Answer follow(Probe probe) throws IOException, InterruptedException {
        URI address = probe.address();
        Answer answer = exchanges.of(probe, address);
        for (int hop = 0; hop < MOST_REDIRECTS; hop++) {
            URI next = redirect(answer, address);
            if (next == null) {
                break;
            }
            address = next;
            answer = exchanges.of(probe, address);
        }
        return answer;
    }

    /** Where it goes on; null where it does not, or elsewhere. */
    private static @Nullable URI redirect(Answer answer, URI from) {
        try {
            return answer.status() / 100 == 3
                    ? answer.header("location")
                            .map(from::resolve)
                            .filter(to -> Authority.same(from, to))
                            .orElse(null)
                    : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    public void close() {
        exchanges.close();
    }
}
