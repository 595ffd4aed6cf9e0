package io.latchkey.subscription.state;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a subscription stands. The table of what may happen in which status is {@link #allows}. */
public enum SubscriptionStatus {
    /** The free time at the beginning; the first payment is due at its end. */
    TRIALING,
    /** Paid, and will renew. */
    ACTIVE,
    /** A renewal was not paid; access goes on for the site's days of grace. */
    PAST_DUE,
    /** Stopped by the reader; the paid time that is left waits. */
    PAUSED,
    /** Will not renew; access goes on until the paid time ends. */
    CANCELED,
    /** Over. Never changes again. */
    EXPIRED;

    /** What can happen to a subscription. */
    public enum Action {
        /** A payment for the next period arrived. */
        RENEW,
        /** No payment for the next period came. */
        FAIL,
        /** The reader wants no renewal. */
        CANCEL,
        /** The reader takes the cancellation back. */
        UNDO,
        /** The reader wants another plan from the next renewal on. */
        CHANGE_PLAN,
        /** The reader wants a break. */
        PAUSE,
        /** The break is over. */
        RESUME,
        /** Access ends: the paid time or the grace is over, or the reader wished it. */
        EXPIRE
    }

    /** Whether the action is possible in this status. */
    public boolean allows(Action action) {
        return switch (this) {
            case TRIALING ->
                switch (action) {
                    case RENEW, FAIL, CANCEL, CHANGE_PLAN, EXPIRE -> true;
                    case UNDO, PAUSE, RESUME -> false;
                };
            case ACTIVE ->
                switch (action) {
                    case RENEW, FAIL, CANCEL, CHANGE_PLAN, PAUSE, EXPIRE -> true;
                    case UNDO, RESUME -> false;
                };
            case PAST_DUE ->
                switch (action) {
                    case RENEW, FAIL, CANCEL, CHANGE_PLAN, EXPIRE -> true;
                    case UNDO, PAUSE, RESUME -> false;
                };
            case PAUSED ->
                switch (action) {
                    case CANCEL, RESUME, EXPIRE -> true;
                    case RENEW, FAIL, UNDO, CHANGE_PLAN, PAUSE -> false;
                };
            case CANCELED ->
                switch (action) {
                    case CANCEL, UNDO, EXPIRE -> true;
                    case RENEW, FAIL, CHANGE_PLAN, PAUSE, RESUME -> false;
                };
            case EXPIRED ->
                switch (action) {
                    case RENEW, FAIL, CANCEL, UNDO, CHANGE_PLAN, PAUSE, RESUME, EXPIRE -> false;
                };
        };
    }

    /** Whether a second subscription beside one in this status is refused. */
    public boolean live() {
        return this != EXPIRED;
    }

    /** The status as the contract writes it. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads what {@link #word} wrote. */
    public static SubscriptionStatus parse(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
