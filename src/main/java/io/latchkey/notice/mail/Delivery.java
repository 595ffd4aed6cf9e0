package io.latchkey.notice.mail;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What came of handing a letter over.
 *
 * @param replyCode of the mail server (RFC 5321, section 4.2); null when it did not reply
 */
public record Delivery(Outcome outcome, @Nullable Integer replyCode) {

    /** The ways in which it goes. */
    public enum Outcome {
        /** Not tried yet. */
        WAITING,
        /** Begun, and its end not seen: the process died, perhaps after the server accepted. */
        UNKNOWN,
        /** The mail server took it on. */
        ACCEPTED,
        /** The mail server said that it will not. */
        REJECTED,
        /** The mail server said that it cannot now. */
        DEFERRED,
        /** No answer in time, or nobody there. */
        UNREACHABLE,
        /** The site has told of no address of this reader's yet. */
        NO_ADDRESS,
        /** What the site told is none. */
        BAD_ADDRESS,
        /** This service was told of no mail server. */
        NO_MAIL_SERVER,
        /** Its time was over before it could be sent. */
        TOO_LATE,
        /** The reader was erased before it could be sent. */
        ERASED;

        /** The outcome as the contract writes it. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    static Delivery of(Outcome outcome) {
        return new Delivery(outcome, null);
    }
}
