package io.latchkey.contentserver;

import org.jspecify.annotations.Nullable;

/**
 * A request to a servlet content server, in its attribute {@link #ATTRIBUTE}: decide with it by the
 * very id that is served, so that no spelling of a path comes between.
 */
public final class Visit {

    /** The attribute's name. */
    public static final String ATTRIBUTE = "latchkey";

    private final LatchkeyAccess access;
    private final @Nullable String token;
    private final Runnable markPersonal;

    Visit(LatchkeyAccess access, @Nullable String token, Runnable markPersonal) {
        this.access = access;
        this.token = token;
        this.markPersonal = markPersonal;
    }

    /**
     * Whether to serve the article in full. Unless it is free, the answer is marked as one
     * reader's, which no cache may keep.
     *
     * @param asks {@code free}, {@code registered} or the article's tier; null for an unknown one
     */
    public boolean opens(String article, @Nullable String asks) {
        if (!"free".equals(asks)) {
            markPersonal.run();
        }
        return access.opens(token, article, asks);
    }
}
