package io.latchkey.site;

import io.latchkey.shared.web.Input;
import java.util.regex.Pattern;

/** The names of tiers: what a plan opens and an article asks for. */
public final class Tier {

    /** The tier of whatever names none. */
    public static final String STANDARD = "standard";

    /** Stands in tokens for every reader who is signed in; no article or plan may use it. */
    public static final String REGISTERED = "registered";

    private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

    private Tier() {}

    /** Refuses what is not a tier's name, and the reserved one. */
    public static String named(String member, String value) {
        if (REGISTERED.equals(value)) {
            throw Input.refused(member, "must not be registered, which is reserved");
        }
        return Input.matching(member, value, SHAPE);
    }
}
