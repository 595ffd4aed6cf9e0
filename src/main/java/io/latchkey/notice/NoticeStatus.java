package io.latchkey.notice;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * Where a notice stands. All but the first are final, except that another address of the reader's
 * makes one pending again that the mail server refused.
 */
enum NoticeStatus {
    /** To be sent, or sent again. */
    PENDING,
    /** The mail server accepted it. */
    SENT,
    /** The reader was erased before it could be sent. */
    UNDELIVERABLE,
    /** The mail server refused it for good, or could not be reached for days. */
    FAILED,
    /** It waited until its time was over. */
    EXPIRED;

    /** The status as the contract writes it. */
    @JsonValue
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static NoticeStatus parse(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
