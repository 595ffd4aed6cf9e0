package io.latchkey.payment.provider;

import io.latchkey.payment.provider.ProviderWorld.SignedEvent;
import io.latchkey.testing.Death;
import io.latchkey.testing.TestService;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A provider with whole services before it that do nothing by themselves, and the hands of those
 * who are not us. What was bought is named by the page on which it was paid.
 */
public interface ProviderHands extends AutoCloseable {

    /** A replica that sells through it; with a death when it can die. */
    TestService service(@Nullable Death death);

    /** Whether the provider hears from a service at all. */
    void unreachable(boolean unreachable);

    /** Lets the services' wall clock go on, which nobody else moves. */
    void passes(Duration time);

    /** The reader pays on the page, at the provider alone; paying again does nothing. */
    void pay(URI page);

    /** The reader pays on the page where this service has a part in it; false without an answer. */
    boolean pay(TestService at, URI page);

    /** What the provider posts to us, told once. */
    List<SignedEvent> news();

    /** What the provider took for it, less what it paid back, the first first. */
    List<Long> kept(URI page);

    /** How what was begun on the page stands there: live, ending or ended, the first first. */
    List<String> standings(URI page);

    /** Lets the provider's time, and ours, go on until its next period is paid. */
    void renew(URI page);

    /** The provider takes a cancellation back that it confirmed before. */
    void forgetsTheCancellation(URI page);

    /** The reader cancels on the provider's own page: it ends with its period there. */
    void endsWithPeriod(URI page);

    /** The provider ends it at once, unasked. */
    void ends(URI page);

    /** What it ended is live again. */
    void revives(URI page);

    /** A second subscription begins on the same page, and is paid. */
    void doubles(URI page);

    /** The provider knows nothing of it any more. */
    void loses(URI page);

    /** The payment for the period is not there any more: it was never paid. */
    void unpays(URI page);

    @Override
    void close();
}
