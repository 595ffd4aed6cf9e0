package io.latchkey.gate;

import java.util.Locale;

/** Why the gate answers so, where that is not the reason of a decision about a reader. */
enum GateReason {
    /** The access token opens it. */
    TOKEN,
    /** Open to anyone. */
    FREE,
    /** The site serves what is no article to anyone. */
    NOT_AN_ARTICLE,
    /** No token came. */
    CREDENTIALS_MISSING,
    /** No token that came is valid here, or not any more. */
    CREDENTIALS_INVALID,
    /** The access token opens others, and no reader token came along. */
    NOT_COVERED,
    /** The site has no article of this id. */
    UNKNOWN_ARTICLE,
    /** There is no such site. */
    UNKNOWN_SITE,
    /** The address is none of an article, or could be read in two ways. */
    UNKNOWN_PATH,
    /** The proxy asks in a way that this door does not take. */
    MALFORMED_REQUEST,
    /** We cannot tell now. */
    UNAVAILABLE;

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
