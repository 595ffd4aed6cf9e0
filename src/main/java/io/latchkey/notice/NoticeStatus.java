package io.latchkey.notice;

import com.fasterxml.jackson.annotation.JsonValue;

import java.util.Locale;

/** Where a notice stands. All but the first are final. */
enum NoticeStatus {
    /** To be sent, or sent again. */
    PENDING,
    /** The mail server accepted it. */
    SENT,
    /** There was no address to send it to. */
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
