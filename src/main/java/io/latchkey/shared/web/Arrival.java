package io.latchkey.shared.web;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far the request on a connection has arrived, and how long the client may take for the rest.
 * Times are nanoseconds of one clock; one thread at a time.
 */
final class Arrival {

    /** What is waited for. */
    enum Awaited {
        /** The next request. */
        REQUEST,
        /** The end of a head that has begun. */
        HEAD,
        /** The end of a body. */
        BODY,
        /** Nothing of the client's: the answer is ours. */
        ANSWER,
        /** The end of a connection whose request was given up. */
        END
    }

    private final ConnectionSettings settings;
    private Awaited awaited = Awaited.REQUEST;
    private boolean longBody;
    private boolean answeredEarly;
    private long began;
    private boolean reading = true;
    private long readingSince;

    Arrival(ConnectionSettings settings, long now) {
        this.settings = settings;
        this.began = now;
        this.readingSince = now;
    }

    /** Bytes came. */
    void bytes(long now) {
        reading = false;
        if (awaited == Awaited.REQUEST) {
            become(Awaited.HEAD, now);
        }
    }

    /** More was asked of the connection. While nothing is, nothing can come, which is our delay. */
    void asked(long now) {
        if (!reading) {
            reading = true;
            readingSince = now;
        }
    }

    /**
     * The head is whole.
     *
     * @param longBody whether the body may take as long as it keeps coming
     */
    void head(boolean longBody, long now) {
        if (awaited == Awaited.END) {
            return;
        }
        this.longBody = longBody;
        this.answeredEarly = false;
        become(Awaited.BODY, now);
    }

    /** The body is whole; that of a request without one is at once. */
    void body(long now) {
        if (awaited == Awaited.END) {
            return;
        }
        become(answeredEarly ? Awaited.REQUEST : Awaited.ANSWER, now);
    }

    /** The answer is written. What is left of a body that nobody waited for still has to come. */
    void answered(long now) {
        answeredEarly = awaited == Awaited.BODY;
        if (awaited == Awaited.ANSWER) {
            become(Awaited.REQUEST, now);
        }
    }

    /** Nobody waits for the rest of this request any more, only for the refusal to be taken. */
    void givenUp(long now) {
        become(Awaited.END, now);
    }

    /** What was waited for in vain; null while there is time. */
    @Nullable
    Awaited late(long now) {
        boolean late = switch (awaited) {
            case REQUEST -> over(began, settings.idle(), now);
            case HEAD -> over(began, settings.head(), now);
            case BODY ->
                (reading && over(readingSince, settings.pause(), now))
                        || (!longBody && over(began, settings.body(), now));
            case ANSWER -> false;
            case END -> over(began, settings.pause(), now);
        };
        return late ? awaited : null;
    }

    private void become(Awaited next, long now) {
        awaited = next;
        began = now;
    }

    private static boolean over(long since, Duration most, long now) {
        return now - since >= most.toNanos();
    }
}
